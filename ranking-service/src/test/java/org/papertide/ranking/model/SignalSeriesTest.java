package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Which signals stay, on and beside each bound. Times are hours since an instant far off. */
class SignalSeriesTest {

    private static final long HOUR = 3_600_000;

    /** A whole number of all widths of buckets, which are hours, 3, 12 and 48 hours. */
    private static final long BASE = 48 * HOUR * 5_000;

    private static SignalSeries series(double... hours) {
        SignalSeries series = SignalSeries.none();
        for (double hour : hours) {
            series = series.with(at(hour), (long) (10 * hour) + 100_000);
        }
        return series;
    }

    private static long at(double hour) {
        return BASE + (long) (hour * HOUR);
    }

    private static double[] hours(SignalSeries series) {
        return Arrays.stream(series.times)
                .mapToDouble(time -> (time - BASE) / (double) HOUR)
                .toArray();
    }

    @Test
    void theLastOfAnHourStays() {
        assertThat(hours(series(-500, 0, 0.25, 0.75, 1, 1.5))).containsExactly(-500, 0.75, 1.5);
    }

    /** A bucket of three hours is one when its end is twelve hours behind the newest. */
    @Test
    void hoursBecomeThreeWhenTheyEndTwelveHoursBefore() {
        assertThat(hours(series(-500, 0, 1, 2, 14.75))).containsExactly(-500, 0, 1, 2, 14.75);
        assertThat(hours(series(-500, 0, 1, 2, 15))).containsExactly(-500, 2, 15);
    }

    @Test
    void threeHoursBecomeTwelveWhenTheyEndTwoDaysBefore() {
        assertThat(hours(series(-500, 1, 4, 10, 59.75))).containsExactly(-500, 1, 4, 10, 59.75);
        assertThat(hours(series(-500, 1, 4, 10, 60))).containsExactly(-500, 10, 60);
    }

    @Test
    void twelveHoursBecomeTwoDaysWhenTheyEndEightDaysBefore() {
        double end = 48 + 8 * 24;
        assertThat(hours(series(-500, 1, 13, 25, end - 0.25)))
                .containsExactly(-500, 1, 13, 25, end - 0.25);
        assertThat(hours(series(-500, 1, 13, 25, end))).containsExactly(-500, 25, end);
    }

    @Test
    void whatEnds34DaysBeforeGoesButForTheFirst() {
        double end = 48 + 34 * 24;
        assertThat(hours(series(-500, 1, end - 0.25))).containsExactly(-500, 1, end - 0.25);
        assertThat(hours(series(-500, 1, end))).containsExactly(-500, end);
    }

    @Test
    void ofTwoAtOneInstantTheHigherStays() {
        SignalSeries series = SignalSeries.none().with(at(1), 5);
        assertThat(series.with(at(1), 5)).isSameAs(series);
        assertThat(series.with(at(1), 4)).isSameAs(series);
        assertThat(series.with(at(1), 6).values).containsExactly(6);
    }

    @Test
    void anEarlierSignalBecomesTheFirst() {
        assertThat(hours(series(5, 900, 3))).containsExactly(3, 900);
    }

    @Test
    void aSignalThatWouldNotStayChangesNothing() {
        SignalSeries series = series(-500, 0.75, 1.5);
        assertThat(series.with(at(0.5), 7)).isSameAs(series);
        assertThat(series.with(at(0.8), 7)).isNotSameAs(series);
    }

    @Test
    void findsTheLastSignalUpToATime() {
        SignalSeries series = series(1, 2, 3);
        assertThat(series.indexAt(at(1) - 1)).isEqualTo(-1);
        assertThat(series.indexAt(at(1))).isZero();
        assertThat(series.indexAt(at(2) - 1)).isZero();
        assertThat(series.indexAt(at(2))).isEqualTo(1);
        assertThat(series.indexAt(at(99))).isEqualTo(2);
        assertThat(SignalSeries.none().indexAt(at(1))).isEqualTo(-1);
        assertThat(series.time(1)).isEqualTo(at(2));
        assertThat(series.value(2)).isEqualTo(100_030);
        assertThat(series.highest()).isEqualTo(100_030);
        assertThat(SignalSeries.none().highest()).isZero();
    }

    @Test
    void isEqualIfTimesAndValuesAre() {
        assertThat(series(1, 2)).isEqualTo(series(1, 2)).hasSameHashCodeAs(series(1, 2));
        assertThat(series(1, 2)).isNotEqualTo(series(1, 3)).isNotEqualTo(series(1));
        SignalSeries other = SignalSeries.none().with(at(1), 1);
        assertThat(SignalSeries.none().with(at(1), 2)).isNotEqualTo(other);
        assertThat(series(1, 2).hashCode()).isNotEqualTo(series(1, 3).hashCode());
        assertThat(SignalSeries.none().with(at(1), 2).hashCode()).isNotEqualTo(other.hashCode());
    }
}
