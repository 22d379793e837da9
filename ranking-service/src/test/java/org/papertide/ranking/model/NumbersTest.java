package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.papertide.events.Order;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;

/** Tables and constants that others rely on. */
class NumbersTest {

    /** From a table of the distribution. */
    @Test
    void theNormalDistributionIsThatOfTheTables() {
        assertThat(Normal.cumulative(0)).isEqualTo(0.5, within(1e-7));
        assertThat(Normal.cumulative(1)).isEqualTo(0.8413447461, within(1e-7));
        assertThat(Normal.cumulative(-1)).isEqualTo(0.1586552539, within(1e-7));
        assertThat(Normal.cumulative(1.96)).isEqualTo(0.9750021049, within(1e-7));
        assertThat(Normal.cumulative(-2.5)).isEqualTo(0.0062096653, within(1e-7));
        assertThat(Normal.cumulative(0.3)).isEqualTo(0.6179114222, within(1e-7));
    }

    @Test
    void theNumbersOfTheKindsAreThoseOfTheStoredForms() {
        assertThat(RankingKind.index(Order.RISING, Window.DAY)).isZero();
        assertThat(RankingKind.index(Order.RISING, Window.WEEK)).isEqualTo(1);
        assertThat(RankingKind.index(Order.RISING, Window.MONTH)).isEqualTo(2);
        assertThat(RankingKind.index(Order.TOP, Window.DAY)).isEqualTo(3);
        assertThat(RankingKind.index(Order.TOP, Window.WEEK)).isEqualTo(4);
        assertThat(RankingKind.index(Order.TOP, Window.MONTH)).isEqualTo(5);
    }

    @Test
    void everyKindHasItsKey() {
        Set<RankingKey> keys = new HashSet<>();
        for (int i = 0; i < RankingKind.COUNT; i++) {
            RankingKind kind = RankingKind.of(i);
            assertThat(RankingKind.index(kind.order(), kind.window())).isEqualTo(i);
            assertThat(kind.key("cs.LG").category()).isEqualTo("cs.LG");
            assertThat(kind.key(null)).isEqualTo(new RankingKey(kind.order(), kind.window(), null));
            keys.add(kind.key("cs.LG"));
        }
        assertThat(keys).hasSize(6);
    }

    @Test
    void theHourOfTheWeekBeginsOnMonday() {
        long hour = ActivityClock.HOUR;
        long monday = 4 * 24 * hour;
        assertThat(ActivityClock.hourOfWeek(monday)).isZero();
        assertThat(ActivityClock.hourOfWeek(monday - 1)).isEqualTo(167);
        assertThat(ActivityClock.hourOfWeek(monday + hour - 1)).isZero();
        assertThat(ActivityClock.hourOfWeek(monday + hour)).isEqualTo(1);
        assertThat(ActivityClock.hourOfWeek(monday + 7 * 24 * hour)).isZero();
        assertThat(ActivityClock.hourOfWeek(-monday)).isEqualTo(7 * 24 - 192 % 168);
    }
}
