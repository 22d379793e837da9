package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.topology.Samples.id;
import static org.papertide.ranking.topology.Samples.paper;
import static org.papertide.ranking.topology.Samples.upvotes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.training.ModelRefresh;
import org.papertide.ranking.model.training.ModelRefresh.Refreshed;
import org.papertide.ranking.model.training.ModelRefresh.TrainingMoment;

class TrainingSampleTest {

    private static final Instant START = Instant.parse("2025-03-03T10:00:00Z");

    private final StreamDriver stream = new StreamDriver(START);

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void areMomentsOfWhichADayLaterIsKnown() {
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        stream.paper(paper(2, START, "cs.LG"));
        stream.paper(paper(3, START, "cs.LG"));
        stream.signal(upvotes(2, 4, START));
        for (int hour = 0; hour <= 40; hour += 4) {
            stream.signal(upvotes(1, 5 + hour, stream.now()));
            stream.signal(upvotes(3, 5 + hour, stream.now()));
            stream.pass(Duration.ofHours(4));
        }
        stream.paper(paper(3, 2, START, PaperStatus.WITHDRAWN, null, "cs.LG"));
        stream.pass(Duration.ofSeconds(1));

        List<TrainingMoment> moments = new TrainingSample(stream::store).all();

        // Of the others one was read once, and one was withdrawn.
        assertThat(moments)
                .extracting(TrainingMoment::at)
                .containsExactly(
                        START, START.plus(Duration.ofHours(8)), START.plus(Duration.ofHours(16)));
        assertThat(moments)
                .allSatisfy(moment -> {
                    assertThat(moment.until()).isEqualTo(moment.at().plus(Duration.ofDays(1)));
                    assertThat(moment.facts().primaryCategory()).isEqualTo("cs.LG");
                    assertThat(moment.paper()).isEqualTo(id(1));
                });
    }

    /** As Hugging Face gives them: polled every 15 minutes from soon after the listing on. */
    private static SignalHistory polled(Instant listed, double whole, Duration time) {
        SignalHistory signals = SignalHistory.none();
        for (long minutes = 10; minutes <= time.toMinutes(); minutes += 15) {
            double hours = minutes / 60.0;
            long count = Math.round(whole * hours / (hours + 14));
            Instant at = listed.plus(Duration.ofMinutes(minutes));
            signals = signals.with("UPVOTES", "huggingface", count, at);
        }
        return signals;
    }

    private final MemoryStore<String> papers = new MemoryStore<>(RankingTopology.PAPERS);
    private final MemoryStore<String> trends = new MemoryStore<>(RankingTopology.TRENDS);

    private void put(int number, Instant listed, SignalHistory signals) {
        String key = id(number).value();
        papers.put(key, PaperEntry.first(paper(number, listed, "cs.LG"), listed).toBytes());
        trends.put(key, new PaperState(key, 0).toBytes(signals.toBytes()));
    }

    private MemoryStore<String> store(String name) {
        return name.equals(RankingTopology.PAPERS) ? papers : trends;
    }

    @Test
    void fiveDaysOfPollingTeachUpvotes() {
        Random random = new Random(5);
        for (int i = 0; i < 130; i++) {
            Instant listed = START.plus(Duration.ofMinutes(3 + random.nextInt(60 * 24 * 20)));
            double whole = Math.exp(4 + random.nextGaussian());
            put(i, listed, polled(listed, whole, Duration.ofDays(5)));
        }
        TrendModel shipped = TrendModel.shipped();

        Refreshed refreshed =
                new ModelRefresh(0.1).refresh(shipped, new TrainingSample(this::store).all(), "x");

        assertThat(refreshed.changes())
                .noneMatch(line -> line.startsWith("kept UPVOTES"))
                // Each outlook is of a day: how interest fades cannot be told by that.
                .noneMatch(line -> line.contains("fadeHours"))
                .anyMatch(line -> line.startsWith("metrics.UPVOTES.growth.typical.growth: "));
        assertThat(typicalGrowth(refreshed.model())).isGreaterThan(typicalGrowth(shipped));
    }

    private static double typicalGrowth(TrendModel model) {
        return Objects.requireNonNull(model.metrics().get("UPVOTES")).growth().typical().growth();
    }

    @Test
    void ofManyPapersAFairSampleIsDrawnAlwaysTheSame() {
        for (int i = 0; i < 400; i++) {
            put(i, START, polled(START, 50, Duration.ofHours(41)));
        }
        List<TrainingMoment> moments = new TrainingSample(this::store, 100).all();
        Set<PaperId> drawn = drawn(moments);

        assertThat(moments).hasSize(300);
        assertThat(drawn).hasSize(100);
        assertThat(drawn.stream().filter(paper -> paper.compareTo(id(200)) < 0).count())
                .isBetween(35L, 65L);
        assertThat(drawn(new TrainingSample(this::store, 100).all())).isEqualTo(drawn);
        assertThat(drawn(new TrainingSample(this::store, 150).all()))
                .hasSize(150)
                .containsAll(drawn);
        assertThat(new TrainingSample(this::store).all()).hasSize(1200);
    }

    private static Set<PaperId> drawn(List<TrainingMoment> moments) {
        return moments.stream().map(TrainingMoment::paper).collect(Collectors.toSet());
    }
}
