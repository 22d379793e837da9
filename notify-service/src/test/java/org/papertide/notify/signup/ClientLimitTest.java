package org.papertide.notify.signup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.papertide.platform.guard.Client;
import org.papertide.testing.SettableClock;

class ClientLimitTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-04T08:00:00Z"));
    private final ClientLimit limit = new ClientLimit(2, false, clock);

    private static Client client(String address) {
        return new Client(InetAddress.ofLiteral(address), true);
    }

    private static Client forwarded(String address) {
        return new Client(InetAddress.ofLiteral(address), false);
    }

    @Test
    void limitsEachClient() {
        assertThat(limit.take(client("192.0.2.1"))).isEmpty();
        assertThat(limit.take(client("192.0.2.1"))).isEmpty();
        assertThat(limit.take(client("192.0.2.1"))).isPresent();
        assertThat(limit.take(client("192.0.2.2"))).isEmpty();
    }

    @Test
    void limitsAnIpv6NetworkWhateverAddressItUses() {
        assertThat(limit.take(client("2001:db8::1"))).isEmpty();
        assertThat(limit.take(client("2001:db8::2"))).isEmpty();
        assertThat(limit.take(client("2001:db8::3"))).as("of a /64").isPresent();
        // The third of this /56 was refused, and counts.
        assertThat(limit.take(client("2001:db8:0:1::1"))).isEmpty();
        assertThat(limit.take(client("2001:db8:0:2::1"))).as("of a /56").isPresent();
        for (int network = 0; network < 3; network++) {
            assertThat(limit.take(client("2001:db8:0:%x00::1".formatted(network + 1)))).isEmpty();
        }
        assertThat(limit.take(client("2001:db8:0:9900::1"))).as("of a /48").isPresent();
        assertThat(limit.take(client("2001:db8:1::1"))).isEmpty();
    }

    @Test
    void doesNotLimitThisMachineWhereTheSiteIsForItAlone() {
        ClientLimit local = new ClientLimit(2, true, clock);

        for (int i = 0; i < 10; i++) {
            assertThat(local.take(client("127.0.0.1"))).isEmpty();
            assertThat(local.take(client("::1"))).isEmpty();
        }
    }

    @Test
    void limitsWhatAProxyOnThisMachinePassesOn() {
        ClientLimit local = new ClientLimit(2, true, clock);
        for (int i = 0; i < 2; i++) {
            assertThat(local.take(forwarded("127.0.0.1"))).isEmpty();
            assertThat(limit.take(client("127.0.0.1"))).isEmpty();
        }

        assertThat(local.take(forwarded("127.0.0.1"))).isPresent();
        assertThat(limit.take(client("127.0.0.1"))).as("of a site for others").isPresent();
    }

    @Test
    void takesRequestsAgainWhenTheHourIsOver() {
        assertThat(limit.take(client("192.0.2.1"))).isEmpty();
        clock.advance(Duration.ofMinutes(20));
        assertThat(limit.take(client("192.0.2.1"))).isEmpty();
        assertThat(limit.take(client("192.0.2.1"))).contains(Duration.ofMinutes(40));
        clock.advance(Duration.ofMinutes(40).minusMillis(1));
        assertThat(limit.take(client("192.0.2.1"))).isPresent();
        clock.advance(Duration.ofMillis(1));
        assertThat(limit.take(client("192.0.2.1"))).isEmpty();
    }
}
