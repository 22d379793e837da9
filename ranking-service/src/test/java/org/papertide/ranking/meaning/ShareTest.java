package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {

    private static final Duration WORK = Duration.ofMillis(30);

    @Test
    void pausesSoThatWorkTakesNoMoreThanTheShare() {
        assertThat(new Share(0.5).pauseAfter(WORK)).isEqualTo(WORK);
        assertThat(new Share(0.25).pauseAfter(WORK)).isEqualTo(WORK.multipliedBy(3));
        assertThat(new Share(1).pauseAfter(WORK)).isZero();
        assertThat(new Share(0.5).tenth()).isEqualTo(new Share(0.05));
    }

    /** Else Kafka would take a slow model's consumer for dead, and its papers for another's. */
    @Test
    void pausesNoLongerThanItsGroupWaits() {
        Duration longest = Duration.ofSeconds(5);
        assertThat(new Share(0.01).pauseAfter(Duration.ofSeconds(2))).isEqualTo(longest);
        assertThat(new Share(0.01).tenth().pauseAfter(Duration.ofHours(1))).isEqualTo(longest);
        assertThat(new Share(0.5).pauseAfter(longest.minusMillis(1)))
                .isEqualTo(longest.minusMillis(1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
    void refusesWhatIsNoShare(double share) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(share));
    }
}
