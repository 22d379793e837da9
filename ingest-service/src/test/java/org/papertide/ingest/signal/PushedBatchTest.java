package org.papertide.ingest.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.Bounds;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.ingest.signal.PushedBatch.Count;
import org.papertide.ingest.signal.PushedBatch.Sum;

class PushedBatchTest {

    private static final Instant AT = Instant.parse("2026-05-04T08:00:00.123Z");
    private static final PaperId X = new PaperId("arxiv:2409.01234");
    private static final PaperId D = new PaperId("doi:10.1000/tides");

    private static PushedEvent observed(@Nullable String eventId, long value) {
        return new PushedEvent.Observed(X, "UPVOTES", "lobsters", eventId, value, AT);
    }

    private static PushedEvent.Increment increment(String eventId, long by, Instant at) {
        return new PushedEvent.Increment(X, "UPVOTES", "lobsters", eventId, by, at);
    }

    private static PushedBatch of(Set<String> unseen, PushedEvent... events) {
        return PushedBatch.of(
                List.of(events),
                Set.copyOf(
                        unseen.stream().map(id -> new PushedEventRow.Key("lobsters", id)).toList()),
                Map.of());
    }

    @Test
    void isEmptyWithoutEvents() {
        assertThat(of(Set.of("e"))).isEqualTo(of(Set.of()));
        assertThat(of(Set.of()).signals()).isEmpty();
        assertThat(of(Set.of()).sums()).isEmpty();
    }

    @Test
    void signalsStayAsTheyAreInTheirOrder() {
        assertThat(of(Set.of(), observed(null, 5), observed(null, 3)).signals())
                .extracting(Signal::value)
                .containsExactly(5L, 3L);
    }

    @Test
    void anEventCountsOnceByItsId() {
        PushedBatch batch =
                of(
                        Set.of("new", "up"),
                        observed("new", 5),
                        observed("new", 6),
                        observed("old", 7),
                        increment("up", 1, AT),
                        increment("up", 1, AT),
                        increment("before", 1, AT));
        assertThat(batch.signals()).extracting(Signal::value).containsExactly(5L);
        assertThat(batch.increments()).isEqualTo(1);
        assertThat(batch.sums().values()).containsExactly(new Sum(1, AT));
    }

    @Test
    void oneIdOfTwoSourcesIsTwoEvents() {
        PushedEvent other = new PushedEvent.Increment(X, "UPVOTES", "hacker-news", "e", 2, AT);
        PushedBatch batch =
                PushedBatch.of(
                        List.of(increment("e", 1, AT), other),
                        Set.of(
                                new PushedEventRow.Key("lobsters", "e"),
                                new PushedEventRow.Key("hacker-news", "e")),
                        Map.of());
        assertThat(batch.sums())
                .containsExactly(
                        Map.entry(new Count(X, "UPVOTES", "hacker-news"), new Sum(2, AT)),
                        Map.entry(new Count(X, "UPVOTES", "lobsters"), new Sum(1, AT)));
    }

    @Test
    void incrementsAddUpToTheLargestCountAtTheLastTime() {
        Instant later = AT.plusMillis(7);
        PushedBatch batch =
                of(
                        Set.of("a", "b", "c"),
                        increment("a", 2, AT),
                        increment("b", 3, later.plusNanos(999_999)),
                        increment("c", 4, AT.minusSeconds(1)));
        assertThat(batch.increments()).isEqualTo(3);
        assertThat(batch.sums())
                .containsExactly(Map.entry(new Count(X, "UPVOTES", "lobsters"), new Sum(9, later)));
        assertThat(new Sum(Bounds.MAX_COUNT, AT).plus(new Sum(1, AT)))
                .isEqualTo(new Sum(Bounds.MAX_COUNT, AT));
    }

    @Test
    void identitiesStandForTheirPapers() {
        PushedEvent byDoi =
                new PushedEvent.Observed(D, "UPVOTES", "lobsters", null, 4, AT.plusNanos(999));
        PushedEvent up = new PushedEvent.Increment(D, "STARS", "lobsters", "e", 1, AT);
        PushedBatch batch =
                PushedBatch.of(
                        List.of(byDoi, up),
                        Set.of(new PushedEventRow.Key("lobsters", "e")),
                        Map.of(D, X));
        assertThat(batch.signals()).containsExactly(new Signal(X, "UPVOTES", 4, AT, "lobsters"));
        assertThat(batch.sums()).containsOnlyKeys(new Count(X, "STARS", "lobsters"));
    }

    @Test
    void countsAreInOneOrderHoweverTheyCame() {
        PushedEvent.Increment first = increment("a", 1, AT);
        PushedEvent.Increment second =
                new PushedEvent.Increment(D, "UPVOTES", "lobsters", "b", 1, AT);
        Set<String> unseen = Set.of("a", "b");
        assertThat(List.copyOf(of(unseen, first, second).sums().keySet()))
                .isEqualTo(List.copyOf(of(unseen, second, first).sums().keySet()));
    }
}
