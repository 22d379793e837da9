package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.testing.property.Properties;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

class ActivityClockTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

    private final ActivityClock attention = new ActivityClock(busyTuesdayMornings());

    private static TrendModel.Rhythm busyTuesdayMornings() {
        List<Double> hours = new ArrayList<>(Collections.nCopies(24, 1.0));
        hours.set(8, 4.0);
        List<Double> days = new ArrayList<>(Collections.nCopies(7, 1.0));
        days.set(1, 2.0);
        return new TrendModel.Rhythm(hours, days);
    }

    private static double hours(ActivityClock attention, Instant from, Instant to) {
        return attention.hours(from.toEpochMilli(), to.toEpochMilli());
    }

    @Test
    void isTheWallClockIfAllHoursAreAlike() {
        ActivityClock even = new ActivityClock(TrendModel.Rhythm.even());
        Instant to = MONDAY.plus(Duration.ofMinutes(12_345));
        assertThat(hours(even, MONDAY, to)).isCloseTo(12_345 / 60.0, within(1e-9));
    }

    private static final Gen<Integer> SECONDS = Generate.range(0, 2_000_000);

    @Test
    void hasAsManyHoursInAWeekAsAnyClock() {
        Properties.examples(100)
                .forAll(SECONDS)
                .checkAssert(seconds -> {
                    Instant from = MONDAY.plusSeconds(seconds);
                    assertThat(hours(attention, from, from.plus(Duration.ofDays(7))))
                            .isCloseTo(168, within(1e-6));
                });
    }

    @Test
    void runsFasterInBusyHours() {
        Instant eight = MONDAY.plus(Duration.ofHours(8));
        double monday = hours(attention, eight, eight.plus(Duration.ofHours(1)));
        double nine =
                hours(attention, eight.plus(Duration.ofHours(1)), eight.plus(Duration.ofHours(2)));
        Instant next = eight.plus(Duration.ofDays(1));
        double tuesday = hours(attention, next, next.plus(Duration.ofHours(1)));
        // Of a week that is 216 even hours long: (23 + 4) * (6 + 2).
        assertThat(nine).isCloseTo(168 / 216.0, within(1e-9));
        assertThat(hours(attention, MONDAY.minusSeconds(3600), MONDAY))
                .isCloseTo(nine, within(1e-9));
        assertThat(monday / nine).isCloseTo(4, within(1e-6));
        assertThat(tuesday / monday).isCloseTo(2, within(1e-6));
    }

    @Test
    void addsUpAndNeverRunsBack() {
        Properties.examples(200)
                .forAll(SECONDS, SECONDS, SECONDS)
                .checkAssert((seconds, more, evenMore) -> {
                    Instant from = MONDAY.plusSeconds(seconds);
                    Instant middle = from.plusSeconds(more);
                    Instant to = middle.plusSeconds(evenMore);
                    assertThat(hours(attention, from, middle) + hours(attention, middle, to))
                            .isCloseTo(hours(attention, from, to), within(1e-6));
                    assertThat(hours(attention, to, from)).isZero();
                });
    }
}
