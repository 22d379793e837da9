package org.papertide.notify.signup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.papertide.testing.SettableClock;

class ClientLimitTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-04T08:00:00Z"));
    private final ClientLimit limit = new ClientLimit(2, clock);

    @Test
    void limitsAClientButNotThisMachine() {
        assertThat(limit.take("192.0.2.1")).isEmpty();
        assertThat(limit.take("192.0.2.1")).isEmpty();
        assertThat(limit.take("192.0.2.1")).isPresent();
        assertThat(limit.take("192.0.2.2")).isEmpty();
        assertThat(limit.take("2001:db8::1")).isEmpty();
        assertThat(limit.take("2001:db8::2")).isEmpty();
        assertThat(limit.take("2001:db8::3")).isPresent();
        for (int i = 0; i < 10; i++) {
            assertThat(limit.take("127.0.0.1")).isEmpty();
            assertThat(limit.take("::1")).isEmpty();
        }
    }

    @Test
    void takesRequestsAgainWhenTheHourIsOver() {
        assertThat(limit.take("192.0.2.1")).isEmpty();
        clock.advance(Duration.ofMinutes(20));
        assertThat(limit.take("192.0.2.1")).isEmpty();
        assertThat(limit.take("192.0.2.1")).contains(Duration.ofMinutes(40));
        clock.advance(Duration.ofMinutes(40).minusMillis(1));
        assertThat(limit.take("192.0.2.1")).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(limit.take("192.0.2.1")).isEmpty();
    }
}
