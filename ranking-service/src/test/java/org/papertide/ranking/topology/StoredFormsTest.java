package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.papertide.events.Paper;
import org.papertide.events.PaperStatus;
import org.papertide.events.PastRankings;
import org.papertide.events.RankingKey;
import org.papertide.ranking.bytes.FrozenBytes;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.ranking.model.BreakoutState;
import org.papertide.ranking.model.SignalHistory;

/** What is in the stores and on its way to the merge can be read by every later release. */
class StoredFormsTest {

    private static final Instant AT = Instant.parse("2026-05-04T08:00:00Z");
    private static final byte[] REASONS = "[]".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TEXT = "{\"id\":\"x\"}".getBytes(StandardCharsets.UTF_8);

    private static PaperState state() {
        PaperState state = new PaperState("arxiv:2501.00001", 1_000);
        state.known = true;
        state.stale = true;
        state.published = true;
        state.lastActive = 2_000;
        state.assessedAt = 3_000;
        state.due = 4_000;
        state.listed = 5_000;
        state.values[0] = 1.5;
        state.values[5] = -0.0;
        state.publishedValues[2] = 1e-9;
        state.breakout = new BreakoutState(2, true, AT);
        state.model = 7;
        state.categories(List.of(Categories.ALL, "cs.LG", "stat.ML"));
        state.announced(List.of("cs.LG", "q-bio.\u00dc"));
        return state;
    }

    @Test
    void paperStates() {
        byte[] signals = SignalHistory.none().with("UPVOTES", "a", 3, AT).toBytes();
        byte[] frozen = FrozenBytes.of("paper-state-1", state().toBytes(signals));
        PaperState read = PaperState.fromBytes("arxiv:2501.00001", frozen);
        assertThat(read.toBytes(signals)).isEqualTo(frozen);
        assertThat(read.announced()).containsExactlyInAnyOrder("cs.LG", "q-bio.\u00dc");
        assertThat(read.due).isEqualTo(4_000);
        assertThat(read.values[5]).isEqualTo(-0.0);
        assertThat(read.values[1]).isNaN();
        assertThat(PaperState.signalsWithin(frozen)).isEqualTo(signals);
        byte[] none = SignalHistory.none().toBytes();
        byte[] fresh = FrozenBytes.of("paper-state-new-1", new PaperState("x", 9).toBytes(none));
        assertThat(PaperState.fromBytes("x", fresh).toBytes(none)).isEqualTo(fresh);
    }

    @Test
    void cataloguedPapers() {
        Paper listed = Samples.paper(1, AT, "cs.LG", "cs.CL");
        PaperEntry entry =
                PaperEntry.first(listed, AT.plusMillis(1)).withBreakout(state().breakout);
        byte[] frozen = FrozenBytes.of("paper-entry-1", entry.toBytes());
        assertThat(PaperEntry.fromBytes(frozen).toBytes()).isEqualTo(frozen);
        assertThat(PaperEntry.fromBytes(frozen).summary()).isEqualTo(entry.summary());
        Paper gone = Samples.paper(2, 5, AT, PaperStatus.WITHDRAWN, null);
        byte[] withdrawn =
                FrozenBytes.of("paper-entry-withdrawn-1", PaperEntry.first(gone, AT).toBytes());
        assertThat(PaperEntry.fromBytes(withdrawn).revision()).isEqualTo(5);
    }

    @Test
    void mergeInputs() {
        double[] values = {1, Double.NaN, 3, Double.NaN, Double.NaN, 6};
        MergeInput.Version version = new MergeInput.Version(77, values, REASONS);
        List<MergeInput> inputs =
                List.of(
                        new MergeInput.Tick(3, 1_000),
                        new MergeInput.Withdrawal(2, 1_001, "cs.LG", "arxiv:2501.00001"),
                        new MergeInput.Candidate(1, 1_002, "", "x", version, null),
                        new MergeInput.Candidate(0, 1_003, "cs.LG", "x", version, TEXT));
        for (int i = 0; i < inputs.size(); i++) {
            byte[] frozen = FrozenBytes.of("merge-input-" + i + "-1", inputs.get(i).toBytes());
            assertThat(MergeInput.fromBytes(frozen).toBytes()).isEqualTo(frozen);
            assertThat(MergeInput.fromBytes(frozen).partition()).isEqualTo(3 - i);
        }
    }

    @Test
    void mergedPapers() {
        MergedPaper paper = new MergedPaper("cs.LG", "x");
        double[] values = {1, Double.NaN, 3, Double.NaN, Double.NaN, 6};
        paper.record(1_000, new MergeInput.Version(77, values, REASONS), TEXT);
        paper.apply(1_000);
        paper.record(1_001, new MergeInput.Version(77, values, TEXT), null);
        paper.record(1_002, null, null);
        byte[] frozen = FrozenBytes.of("merged-paper-1", paper.toBytes());
        assertThat(MergedPaper.fromBytes("cs.LG", "x", frozen).toBytes()).isEqualTo(frozen);
    }

    /** All that the merge keeps, keys included: papers, texts, clock, rankings, sums, snapshots. */
    @Test
    void theStoresOfTheMerge() {
        Stores stores = new Stores();
        RankingMerge merger = stores.merger();
        long start = 1_741_000_000L / 900 * 900;
        double[] values = {1, Double.NaN, 3, Double.NaN, Double.NaN, 6};
        for (int paper = 0; paper < 3; paper++) {
            merger.take(
                    new MergeInput.Candidate(
                            paper % 2,
                            start,
                            paper == 2 ? "cs.LG" : "",
                            "arxiv:2501.0000" + paper,
                            new MergeInput.Version(paper, values, REASONS),
                            TEXT),
                    1_000);
        }
        for (long second = start; second <= start + 900; second += 900) {
            merger.take(new MergeInput.Tick(0, second), 1_000);
            merger.take(new MergeInput.Tick(1, second), 1_000);
            merger.publish(2_000 + second - start);
        }
        byte[] frozen = FrozenBytes.of("merge-stores-1", stores.dump());
        stores.merger();
        assertThat(stores.dump()).isEqualTo(frozen);
    }

    @Test
    void unknownFormatsAreNamed() {
        byte[] state = state().toBytes(SignalHistory.none().toBytes());
        state[0] = 2;
        assertThatThrownBy(() -> PaperState.fromBytes("x", state))
                .isInstanceOf(UnreadableBytesException.class)
                .hasMessageContaining("format 2");
        byte[] entry = PaperEntry.first(Samples.paper(1, AT), AT).toBytes();
        entry[0] = 2;
        assertThatThrownBy(() -> PaperEntry.fromBytes(entry))
                .isInstanceOf(UnreadableBytesException.class);
        byte[] input = new MergeInput.Tick(0, 1).toBytes();
        input[0] = 4;
        assertThatThrownBy(() -> MergeInput.fromBytes(input))
                .isInstanceOf(UnreadableBytesException.class);
        assertThatThrownBy(() -> MergedPaper.fromBytes("", "x", new byte[] {2, 0, 0}))
                .isInstanceOf(UnreadableBytesException.class);
        MergedRanking ranking = new MergedRanking(RankingKey.parse("rising/day"));
        assertThatThrownBy(() -> ranking.readState(new byte[18]))
                .isInstanceOf(UnreadableBytesException.class);
    }

    /** The thread dies with it, and the runtime of the stream finds it among the causes. */
    @Test
    void unknownFormatsEndTheTask() {
        try (StreamDriver stream = new StreamDriver(AT)) {
            stream.tick();
            stream.store(RankingTopology.TRENDS).put("arxiv:2501.00001", new byte[] {9, 0});
            assertThatThrownBy(stream::restart)
                    .hasRootCauseInstanceOf(UnreadableBytesException.class);
        }
    }

    @Test
    void everyTruncationIsNoticed() {
        isNoticed(state().toBytes(new byte[0]), bytes -> PaperState.fromBytes("x", bytes));
        isNoticed(
                new MergeInput.Withdrawal(2, 1_001, "cs.LG", "x").toBytes(), MergeInput::fromBytes);
        isNoticed(
                new MergedPaper("", "x").toBytes(), bytes -> MergedPaper.fromBytes("", "x", bytes));
        byte[] withdrawn =
                PaperEntry.first(Samples.paper(2, 5, AT, PaperStatus.WITHDRAWN, null), AT)
                        .toBytes();
        isNoticed(withdrawn, PaperEntry::fromBytes);
    }

    private static void isNoticed(byte[] whole, Function<byte[], ?> read) {
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read.apply(cut)).isInstanceOf(UnreadableBytesException.class);
        }
    }

    private static final class Stores implements RankingMerge.Publisher {
        private final List<MemoryStore<String>> all =
                List.of(
                        new MemoryStore<>("candidates"),
                        new MemoryStore<>("texts"),
                        new MemoryStore<>("progress"),
                        new MemoryStore<>("past"));

        RankingMerge merger() {
            RankingMerge merger =
                    new RankingMerge(2, all.get(0), all.get(1), all.get(2), all.get(3), this);
            merger.load(1_000);
            return merger;
        }

        byte[] dump() {
            List<String> lines = new ArrayList<>();
            for (MemoryStore<String> store : all) {
                try (KeyValueIterator<String, byte[]> each = store.all()) {
                    while (each.hasNext()) {
                        KeyValue<String, byte[]> record = each.next();
                        String value = HexFormat.of().formatHex(record.value);
                        lines.add(store.name() + " " + record.key + " " + value);
                    }
                }
            }
            return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void ranking(RankingKey key, Instant asOf, byte[] json) {}

        @Override
        public void past(PastRankings past) {}

        @Override
        public void failed(String category, RuntimeException failure) {
            throw failure;
        }
    }
}
