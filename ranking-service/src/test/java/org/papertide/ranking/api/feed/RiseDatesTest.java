package org.papertide.ranking.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.papertide.events.Links;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.PastRankings;
import org.papertide.events.Ranking;
import org.papertide.events.Reason;
import org.papertide.events.Window;
import org.papertide.ranking.api.readmodel.StoredPastRankings;

class RiseDatesTest {

    private static final Instant QUARTER = Instant.parse("2026-03-02T07:15:00Z");
    private static final Duration STEP = Duration.ofMinutes(15);
    private static final PaperId OLD = new PaperId("arxiv:2401.00001");
    private static final PaperId NEW = new PaperId("arxiv:2603.00001");
    private static final PaperId EARLIER = new PaperId("doi:10.1000/old");
    private static final PaperId OTHER = new PaperId("arxiv:2603.00002");

    private final TreeMap<Instant, List<PaperId>> held = new TreeMap<>();

    private Map<PaperId, Instant> dates(Order order, Instant asOf) {
        List<Ranking.Entry> entries = new ArrayList<>();
        entries.add(entry(1, OLD, asOf.minus(Duration.ofDays(400))));
        entries.add(entry(2, NEW, asOf.minus(Duration.ofHours(3))));
        return RiseDates.of(
                new Ranking(order, Window.DAY, null, asOf, entries),
                (category, from, visitor) ->
                        held.tailMap(from)
                                .forEach((at, ids) -> visitor.accept(at, stored(at, ids))));
    }

    private static Ranking.Entry entry(int rank, PaperId id, Instant listed) {
        PaperSummary paper =
                new PaperSummary(
                        id,
                        "A",
                        List.of(),
                        0,
                        null,
                        List.of(),
                        null,
                        Links.none(),
                        null,
                        listed,
                        id.equals(OLD) ? List.of(EARLIER) : List.of(),
                        null,
                        List.of(),
                        null);
        Reason reason = new Reason("UPVOTES", "huggingface", 3, 3, 1, 1, 1, null);
        return new Ranking.Entry(rank, null, 5, List.of(reason), paper);
    }

    private static StoredPastRankings stored(Instant at, List<PaperId> ids) {
        List<Integer> numbers = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        ids.forEach(_ -> {
            numbers.add(numbers.size());
            scores.add(5.0 - scores.size());
        });
        PastRankings past =
                new PastRankings(
                        null,
                        at,
                        ids,
                        List.of(
                                new PastRankings.Places(
                                        Order.RISING, Window.DAY, numbers, scores)));
        return new StoredPastRankings(StoredPastRankings.toBytes(past));
    }

    @Test
    void datesAnOldPaperByTheQuarterInWhichItCame() {
        held.put(QUARTER.minus(STEP), List.of(OTHER));
        Instant rise = QUARTER;
        // Before and after the first stored moment with it, however much later.
        assertThat(dates(Order.RISING, QUARTER.plusSeconds(5)))
                .containsExactly(Map.entry(OLD, rise));
        held.put(QUARTER.plus(STEP), List.of(OTHER, OLD));
        held.put(QUARTER.plus(STEP.multipliedBy(2)), List.of(OLD));
        for (int minutes = 15; minutes < 600; minutes += 7) {
            assertThat(dates(Order.RISING, QUARTER.plus(Duration.ofMinutes(minutes))))
                    .containsExactly(Map.entry(OLD, rise));
        }
    }

    @Test
    void datesAPaperAnewThatLeftAndCameBack() {
        held.put(QUARTER, List.of(OLD));
        held.put(QUARTER.plus(STEP), List.of(OTHER));
        held.put(QUARTER.plus(STEP.multipliedBy(3)), List.of(OLD));

        assertThat(dates(Order.RISING, QUARTER.plus(Duration.ofHours(2))))
                .containsExactly(Map.entry(OLD, QUARTER.plus(STEP.multipliedBy(2))));
    }

    @Test
    void leavesListingDatesWhereNoRiseWasSeen() {
        held.put(QUARTER, List.of(OLD));

        assertThat(dates(Order.RISING, QUARTER.plus(Duration.ofHours(2)))).isEmpty();
        assertThat(dates(Order.TOP, QUARTER.plus(Duration.ofHours(2)))).isEmpty();
    }

    /** It came as the paper that it was then. */
    @Test
    void datesAPaperByItsEarlierIdentityToo() {
        held.put(QUARTER, List.of(EARLIER));
        held.put(QUARTER.plus(STEP), List.of(OLD));
        assertThat(dates(Order.RISING, QUARTER.plus(Duration.ofHours(2)))).isEmpty();

        held.put(QUARTER.minus(STEP), List.of(OTHER));
        assertThat(dates(Order.RISING, QUARTER.plus(Duration.ofHours(2))))
                .containsExactly(Map.entry(OLD, QUARTER.minus(STEP)));
    }
}
