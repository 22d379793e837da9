package org.papertide.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;

class SimulationTest {

    private static final Instant LIVE = Instant.parse("2026-11-23T17:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

    /** Where the score's breakouts lie, in upvotes. */
    private static final long BAR = 90;

    private final Simulation simulation = new Simulation(DemoSource.SEED, LIVE);

    @Test
    void isTheSameForTheSameSeed() {
        Instant now = LIVE.plusSeconds(90);
        Simulation twin = new Simulation(DemoSource.SEED, LIVE);

        assertThat(twin.listedOn(TODAY, now)).isEqualTo(simulation.listedOn(TODAY, now));
        assertThat(new Simulation(1, LIVE).listedOn(TODAY, now))
                .isNotEqualTo(simulation.listedOn(TODAY, now));
    }

    @Test
    void meetsTheSamePapersAgainWhenStartedLater() {
        Instant now = LIVE.plus(Duration.ofHours(2));
        Simulation later = new Simulation(DemoSource.SEED, LIVE.plus(Duration.ofHours(1)));

        assertThat(later.listedOn(TODAY, now))
                .extracting(SimulatedPaper::id)
                .containsExactlyInAnyOrderElementsOf(
                        simulation.listedOn(TODAY, now).stream().map(SimulatedPaper::id).toList());
    }

    @Test
    void givesIdsThatArxivCouldGive() {
        for (SimulatedPaper paper : simulation.announced(LIVE.plusSeconds(300))) {
            assertThat(PaperId.findArxiv(paper.id())).as(paper.id()).isPresent();
            assertThat(paper.id()).matches("2611\\.[5-9]\\d{4}");
            assertThat(paper.times().submitted())
                    .isBefore(paper.times().announced())
                    .isBefore(paper.times().listed());
        }
    }

    @Test
    void findsEveryPaperByItsId() {
        Instant now = LIVE.plusSeconds(300);

        for (SimulatedPaper paper : simulation.announced(now)) {
            assertThat(simulation.find(paper.id() + "v1", now)).contains(paper);
        }
        assertThat(simulation.find("2401.00001", now)).isEmpty();
        assertThat(simulation.find("2301.99000", now)).isEmpty();
        assertThat(simulation.find("hep-ex/0307015", now)).isEmpty();
    }

    @Test
    void breaksOutAtLeastEveryThirtySeconds() {
        Set<String> out = new HashSet<>();
        List<Instant> crossings = new ArrayList<>();
        // Read every four seconds, as the pollers do.
        for (int second = 0; second <= 1_800; second += 4) {
            Instant now = LIVE.plusSeconds(second);
            for (SimulatedPaper paper : simulation.listedOn(TODAY, now)) {
                boolean live = paper.number() < ArxivIds.FIRST_DAILY;
                if (live && paper.upvotes(now) >= BAR && out.add(paper.id())) {
                    crossings.add(now);
                }
            }
        }

        assertThat(crossings.getFirst()).isBefore(LIVE.plusSeconds(61));
        for (int i = 1; i < crossings.size(); i++) {
            assertThat(Duration.between(crossings.get(i - 1), crossings.get(i)))
                    .isLessThanOrEqualTo(Duration.ofSeconds(28));
        }
    }

    @Test
    void liftsNormalPapersSlowlyAndNeverFar() {
        Instant now = LIVE.plus(Duration.ofMinutes(30));

        List<Long> counts =
                simulation.listedOn(TODAY, now).stream()
                        .filter(paper -> paper.number() < ArxivIds.FIRST_DAILY)
                        .filter(paper -> !ArxivIds.breaksOut(paper.number()))
                        .map(paper -> paper.upvotes(now))
                        .toList();

        assertThat(counts).hasSizeGreaterThan(80).allMatch(count -> count >= 1 && count < 30);
        assertThat(counts.stream().distinct().count()).isGreaterThan(8);
    }

    @Test
    void breaksOutInEveryField() {
        Instant now = LIVE.plus(Duration.ofMinutes(6));

        assertThat(simulation.listedOn(TODAY, now))
                .filteredOn(paper -> paper.upvotes(now) >= BAR)
                .extracting(SimulatedPaper::field)
                .contains(Field.values());
    }

    @Test
    void countsLikeTheRealLists() {
        List<Long> counts = new ArrayList<>();
        for (int back = 3; back <= 90; back++) {
            LocalDate day = TODAY.minusDays(back);
            Instant then = day.plusDays(7).atStartOfDay(ZoneOffset.UTC).toInstant();
            simulation.listedOn(day, then).forEach(paper -> counts.add(paper.upvotes(then)));
        }
        counts.sort(null);

        assertThat(at(counts, 0.5)).isBetween(9L, 13L);
        assertThat(at(counts, 0.9)).isBetween(38L, 56L);
        assertThat(at(counts, 0.98)).isBetween(85L, 140L);
        assertThat(counts.getLast()).isLessThanOrEqualTo(401);
    }

    @Test
    void hasHalfOfTheVotesWithinADay() {
        LocalDate day = TODAY.minusDays(4);
        Instant begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();

        double after16Hours = votes(day, begin.plus(Duration.ofHours(16)));
        double inTheEnd = votes(day, LIVE);

        assertThat(after16Hours / inTheEnd).isBetween(0.4, 0.7);
    }

    @Test
    void keepsTheListAsLongAsItWas() {
        int before = 0;
        for (int minute = 0; minute < 420; minute++) {
            int now = simulation.listedOn(TODAY, LIVE.plus(Duration.ofMinutes(minute))).size();
            assertThat(now).as("after %d minutes", minute).isGreaterThanOrEqualTo(before);
            before = now;
        }
        Instant tomorrow = LIVE.plus(Duration.ofHours(20));
        assertThat(simulation.listedOn(TODAY, tomorrow)).hasSize(before);
    }

    @Test
    void holdsNoMoreAfterDaysThanAfterAnHour() {
        Instant later = LIVE.plus(Duration.ofDays(6));

        assertThat(simulation.listedOn(TODAY.plusDays(6), later)).hasSizeLessThan(250);
        assertThat(simulation.announced(later)).hasSizeLessThan(1_400);
    }

    @Test
    void bringsThePapersOfARoundOnceMoreWithTheSameText() {
        Instant now = LIVE.plusSeconds(60);
        Instant round =
                now.plus(ArxivIds.SLOT.multipliedBy((long) ArxivIds.FIRST_DAILY - ArxivIds.FIRST));

        SimulatedPaper first = newestLive(now);
        SimulatedPaper again = newestLive(round);

        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.text()).isEqualTo(first.text());
    }

    @Test
    void rediscoversPapersThatWereThereBefore() {
        Instant soon = LIVE.plus(Duration.ofMinutes(4));

        assertThat(simulation.listedOn(TODAY, soon).stream())
                .filteredOn(paper -> paper.interest().size() > 1)
                .isNotEmpty()
                .allMatch(paper -> paper.times().listed().isBefore(LIVE.minusSeconds(3_600)));
    }

    private SimulatedPaper newestLive(Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return simulation.listedOn(day, now).stream()
                .filter(paper -> paper.number() < ArxivIds.FIRST_DAILY)
                .max((a, b) -> a.times().shown().compareTo(b.times().shown()))
                .orElseThrow();
    }

    private double votes(LocalDate day, Instant now) {
        return simulation.listedOn(day, now).stream().mapToLong(paper -> paper.upvotes(now)).sum();
    }

    private static long at(List<Long> sorted, double quantile) {
        return sorted.get((int) (sorted.size() * quantile));
    }
}
