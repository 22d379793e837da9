package org.papertide.platform.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Backoff BACKOFF =
            Backoff.of(Duration.ofMillis(500), Duration.ofSeconds(10));

    @Test
    void doublesUpToItsLimit() {
        assertThat(IntStream.rangeClosed(1, 7).mapToObj(BACKOFF::pause).map(Duration::toMillis))
                .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L);
        assertThat(BACKOFF.pause(Integer.MAX_VALUE)).hasSeconds(10);
    }

    @Test
    void staysTheSameWhenItIsConstant() {
        Backoff second = Backoff.constant(Duration.ofSeconds(1));
        assertThat(second.pause(1)).hasSeconds(1);
        assertThat(second.pause(9)).hasSeconds(1);
    }

    @Test
    void movesWithinItsJitter() {
        Backoff quarter = new Backoff(Duration.ofSeconds(4), Duration.ofHours(1), 0.25);
        assertThat(quarter.pause(1, always(0.0))).hasSeconds(3);
        assertThat(quarter.pause(1, always(0.5))).hasSeconds(4);
        assertThat(quarter.pause(2, always(0.75))).hasSeconds(9);
    }

    @Test
    void refusesWhatIsNoPause() {
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.constant(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backoff.of(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 1.1));
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
