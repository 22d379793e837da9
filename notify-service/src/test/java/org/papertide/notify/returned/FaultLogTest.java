package org.papertide.notify.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.papertide.notify.returned.ReturnedMailCounts.Fault;

class FaultLogTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");

    private final FaultLog log = new FaultLog();

    private boolean say(String group, Fault fault, Duration later) {
        return log.say(group, fault, 7, "550 5.7.1 no", NOW.plus(later));
    }

    @Test
    void saysOnceAnHourWhatAReceiverFindsFaultWith() {
        Duration hour = Duration.ofHours(1);
        assertThat(say("google", Fault.POLICY, Duration.ZERO)).isTrue();
        assertThat(say("google", Fault.POLICY, hour.minusMillis(1))).isFalse();
        assertThat(say("yahoo", Fault.POLICY, hour.minusMillis(1))).isTrue();
        assertThat(say("google", Fault.MESSAGE, hour.minusMillis(1))).isTrue();
        assertThat(say("google", Fault.POLICY, hour)).isTrue();
        assertThat(say("google", Fault.POLICY, hour.plusMillis(1))).isFalse();
    }

    @Test
    void forgetsReceiversOfLongAgo() {
        for (int i = 0; i < 1_001; i++) {
            assertThat(say("group " + i, Fault.POLICY, Duration.ZERO)).isTrue();
        }
        assertThat(say("group 0", Fault.POLICY, Duration.ZERO)).isTrue();
        assertThat(say("group 1000", Fault.POLICY, Duration.ZERO)).isFalse();
    }
}
