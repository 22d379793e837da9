package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.papertide.notify.delivery.ReceiverLimits.Ending;

class ReceiverLimitsTest {

    private static final String HANGING = "https://hanging.example:443";

    private final ReceiverLimits limits =
            new ReceiverLimits(
                    8, Clock.fixed(Instant.parse("2026-05-04T08:00:00Z"), ZoneOffset.UTC));

    @Test
    void givesWhoIsNotKnownAsMuchAsUsual() {
        assertThat(limits.places()).isEmpty();
        assertThat(limits.usual()).isEqualTo(8);
    }

    @Test
    void countsWhatIsOnItsWay() {
        limits.begin(HANGING);
        limits.begin(HANGING);
        assertThat(limits.places()).containsEntry(HANGING, 6);
        limits.giveUp(HANGING);
        assertThat(limits.places()).containsEntry(HANGING, 7);
        assertThat(limits.end(HANGING, Ending.TAKEN)).isFalse();
        assertThat(limits.places()).isEmpty();
    }

    @Test
    void leavesOnePlaceToWhoeverHangsAndGivesThemBackOneByOne() {
        for (int i = 0; i < 8; i++) {
            limits.begin(HANGING);
        }
        for (int i = 0; i < 8; i++) {
            limits.end(HANGING, Ending.FAILED);
        }
        assertThat(limits.places()).containsEntry(HANGING, 1);
        assertThat(limits.slowed()).isOne();
        limits.begin(HANGING);
        assertThat(limits.places()).containsEntry(HANGING, 0);
        assertThat(limits.end(HANGING, Ending.TAKEN)).isTrue();
        assertThat(limits.places()).containsEntry(HANGING, 2);
        limits.begin(HANGING);
        assertThat(limits.end(HANGING, Ending.TAKEN)).isFalse();
        assertThat(limits.places()).containsEntry(HANGING, 3);
    }

    @Test
    void restsWhereThatIsAskedFor() {
        limits.begin(HANGING);
        limits.end(HANGING, Ending.SLOW_DOWN);
        assertThat(limits.places()).containsEntry(HANGING, 0);
    }

    @Test
    void blamesNoReceiverForOneRefusal() {
        limits.begin(HANGING);
        limits.end(HANGING, Ending.REFUSED);
        assertThat(limits.places()).isEmpty();
        assertThat(limits.slowed()).isZero();
    }
}
