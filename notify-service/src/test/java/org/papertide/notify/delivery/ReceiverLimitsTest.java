package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.notify.delivery.ReceiverLimits.Ending;
import org.papertide.notify.webhook.WebhookEnding;
import org.papertide.testing.SettableClock;

class ReceiverLimitsTest {

    private static final String HANGING = "https://hanging.example:443";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-04T08:00:00Z"));
    private final ReceiverLimits limits = new ReceiverLimits(8, clock);

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
    void countsTheReceiversOfAHostTogether() {
        limits.begin("https://a.example:443");
        limits.begin("https://a.example:8443");
        limits.begin("http://a.example:80");
        limits.begin("https://[2001:db8::1]:443");
        assertThat(limits.placesOfHosts()).isEqualTo(Map.of("a.example", 5, "[2001:db8::1]", 7));
        limits.giveUp("http://a.example:80");
        assertThat(limits.placesOfHosts()).containsEntry("a.example", 6);
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
        clock.advance(WebhookEnding.OUTAGE);
        limits.begin(HANGING);
        assertThat(limits.places()).containsEntry(HANGING, 0);
        assertThat(limits.end(HANGING, Ending.TAKEN)).isTrue();
        assertThat(limits.places()).containsEntry(HANGING, 2);
        limits.begin(HANGING);
        assertThat(limits.end(HANGING, Ending.TAKEN)).isFalse();
        assertThat(limits.places()).containsEntry(HANGING, 3);
    }

    /** Else all that waits for the others would be sent again after each success. */
    @Test
    void seesNoOutageInAWebhookThatHangsWhileOthersWork() {
        for (int i = 0; i < 100; i++) {
            limits.begin(HANGING);
            limits.end(HANGING, Ending.FAILED);
            clock.advance(WebhookEnding.OUTAGE.minusMillis(1));
            limits.begin(HANGING);
            assertThat(limits.end(HANGING, Ending.TAKEN)).isFalse();
        }
    }

    /** Since the first failure, not since the last. */
    @Test
    void seesTheEndOfEachOutage() {
        for (int outage = 0; outage < 3; outage++) {
            for (int i = 0; i < 2; i++) {
                limits.begin(HANGING);
                limits.end(HANGING, Ending.FAILED);
                clock.advance(WebhookEnding.OUTAGE.dividedBy(2));
            }
            limits.begin(HANGING);
            assertThat(limits.end(HANGING, Ending.TAKEN)).isTrue();
        }
    }

    @Test
    void blamesNoReceiverForOneRefusal() {
        limits.begin(HANGING);
        limits.end(HANGING, Ending.REFUSED);
        assertThat(limits.places()).isEmpty();
        assertThat(limits.slowed()).isZero();
    }
}
