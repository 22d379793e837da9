package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private final RetrySchedule schedule =
            new RetrySchedule(Duration.ofSeconds(30), Duration.ofMinutes(30), new Random(1));

    @Test
    void doublesWithJitterUpToTheMost() {
        for (int i = 0; i < 100; i++) {
            assertThat(schedule.after(1)).isBetween(seconds(22), seconds(38));
            assertThat(schedule.after(3)).isBetween(seconds(90), seconds(150));
            assertThat(schedule.after(1_000_000)).isBetween(seconds(1350), seconds(2250));
        }
    }

    @Test
    void doesNotTryTogetherWhatFailedTogether() {
        assertThat(schedule.after(4)).isNotEqualTo(schedule.after(4));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
