package org.papertide.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimingsTest {

    private final Timings timings = new Timings();

    @Test
    void medianOfAnOddNumberIsTheMiddleOneInAnyOrder() {
        add(30, 10, 20);

        assertThat(timings.percentile(0.5)).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void medianOfAnEvenNumberIsTheLowerOfTheMiddle() {
        add(40, 10, 30, 20);

        assertThat(timings.percentile(0.5)).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void wholeIsTheMaximumAndATinyShareTheMinimum() {
        add(40, 10, 30, 20);

        assertThat(timings.percentile(1)).isEqualTo(Duration.ofMillis(40));
        assertThat(timings.percentile(0.001)).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void saysMedianMaximumAndNumber() {
        add(1500, 10, 20);

        assertThat(timings).hasToString("median 20 ms, maximum 1,500 ms (3 samples)");
    }

    @Test
    void refusesNoTimingsAndNoShare() {
        assertThatThrownBy(() -> timings.percentile(0.5)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> timings.percentile(0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> timings.percentile(1.1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void add(long... milliseconds) {
        for (long each : milliseconds) {
            timings.add(Duration.ofMillis(each));
        }
    }
}
