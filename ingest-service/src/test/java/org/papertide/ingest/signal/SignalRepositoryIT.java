package org.papertide.ingest.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.ingest.PlainDatabase;
import org.papertide.testing.TestStack;

/** Each statement of the repository, on a database of its own. */
class SignalRepositoryIT {

    private static final Instant AT = Instant.parse("2025-12-04T08:00:00Z");
    private static final String A = "arxiv:2503.00001";
    private static final String B = "arxiv:2503.00002";

    private final PlainDatabase database =
            new PlainDatabase(
                    TestStack.get().newDatabase("signals"),
                    List.of(SignalRow.class, CounterRow.class, PushedEventRow.class));

    private final StatelessSession session = database.begin();
    private final SignalRepository signals = new SignalRepository_(session);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsASignalOnceAndAnswersTheNewOnes() {
        assertThat(keep(A, 1, AT)).hasSize(1);
        List<SignalRow> kept =
                signals.keep(
                        texts(A, A, B),
                        texts("UPVOTES", "UPVOTES", "UPVOTES"),
                        texts("s", "s", "s"),
                        new Instant[] {AT, AT.plusMillis(1), AT},
                        new Long[] {9L, 2L, 3L},
                        AT);
        assertThat(kept).extracting(row -> row.signal().value()).containsExactlyInAnyOrder(2L, 3L);
        assertThat(signals.papersAmong(texts(A, B, "arxiv:2503.00003")))
                .containsExactlyInAnyOrder(A, B);
    }

    @Test
    void answersTheSignalsOfPapersInTheOrderOfTheirTimes() {
        keep(A, 2, AT.plusSeconds(1));
        keep(A, 1, AT);
        keep(B, 3, AT.plusSeconds(2));
        assertThat(signals.ofPapers(texts(A, B)))
                .extracting(row -> row.signal().value())
                .containsExactly(1L, 2L, 3L);
        assertThat(signals.last(A))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.signal().value()).isEqualTo(2);
                    assertThat(row.signal().observedAt()).isEqualTo(AT.plusSeconds(1));
                });
        assertThat(signals.deleteOfPapers(texts(A))).isEqualTo(2);
    }

    @Test
    void deletesOldSignalsButTheLastOfItsKind() {
        Stream.of(0, 1, 2).forEach(second -> keep(A, second, AT.plusSeconds(second)));
        assertThat(signals.deleteOlder(AT.plusSeconds(60), 1)).isEqualTo(1);
        assertThat(signals.deleteOlder(AT.plusSeconds(60), 10)).isEqualTo(1);
        assertThat(signals.deleteOlder(AT.plusSeconds(60), 10)).isZero();
    }

    @Test
    void countsUpWithTimesThatRise() {
        assertThat(count(A, 5)).containsExactly("UPVOTES 5 2025-12-04T08:00:00Z");
        assertThat(count(A, 2)).containsExactly("UPVOTES 7 2025-12-04T08:00:00.001Z");
    }

    @Test
    void addsTheCountsOfAMergedPaper() {
        count(A, 5);
        count(B, 2);
        assertThat(signals.moveCounts(texts(A), texts(B)))
                .singleElement()
                .extracting(CounterRow::signal)
                .isEqualTo(new Signal(new PaperId(B), "UPVOTES", 7, AT.plusMillis(1), "s"));
        assertThat(count(B, 1)).containsExactly("UPVOTES 8 2025-12-04T08:00:00.002Z");
        assertThat(count(A, 1)).containsExactly("UPVOTES 1 2025-12-04T08:00:00Z");
    }

    /** Else the next increment would look as if all of the merged paper's had come with it. */
    @Test
    void keepsTheSumOfMergedCountsAsTheLastSignal() {
        count(A, 5);
        keep(A, 5, AT);
        count(B, 2);
        keep(B, 2, AT.minusSeconds(1));
        List<Signal> moved =
                SignalStore.move(session, Map.of(new PaperId(A), new PaperId(B)), AT, AT);
        Signal sum = new Signal(new PaperId(B), "UPVOTES", 7, AT.plusMillis(1), "s");
        assertThat(moved).last().isEqualTo(sum);
        assertThat(SignalStore.last(session, new PaperId(B))).containsExactly(sum);
    }

    @Test
    void remembersAnEventOnce() {
        assertThat(signals.remember(texts("s", "s"), texts("1", "2"), AT)).hasSize(2);
        assertThat(signals.remember(texts("s", "t"), texts("1", "1"), AT))
                .extracting(PushedEventRow::key)
                .containsExactly(new PushedEventRow.Key("t", "1"));
        assertThat(signals.deleteOlderEvents(AT, 10)).isZero();
        assertThat(signals.deleteOlderEvents(AT.plusSeconds(1), 2)).isEqualTo(2);
    }

    private List<SignalRow> keep(String paper, long value, Instant at) {
        return signals.keep(
                texts(paper),
                texts("UPVOTES"),
                texts("s"),
                new Instant[] {at},
                new Long[] {value},
                AT);
    }

    private List<String> count(String paper, long by) {
        return signals
                .count(
                        texts(paper),
                        texts("UPVOTES"),
                        texts("s"),
                        new Long[] {by},
                        new Instant[] {AT})
                .stream()
                .map(CounterRow::signal)
                .map(signal ->
                        "%s %d %s".formatted(signal.metric(), signal.value(), signal.observedAt()))
                .toList();
    }

    private static String[] texts(String... texts) {
        return texts;
    }
}
