package org.papertide.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

    private static final String PROXY = "192.0.2.1";

    private final OpenConnections connections =
            new OpenConnections(
                    new ConnectionLimits(5, 2, Duration.ofSeconds(30), Optional.empty()),
                    new Clients(List.of(PROXY)));

    private boolean open(String address) {
        return connections.open(InetAddress.ofLiteral(address));
    }

    @Test
    void aClientHasSoManyAtATimeAndAnotherOneWhenOneIsClosed() {
        assertThat(open("198.51.100.7")).isTrue();
        assertThat(open("198.51.100.7")).isTrue();
        assertThat(open("198.51.100.7")).isFalse();
        assertThat(open("198.51.100.8")).as("another client").isTrue();
        connections.close(InetAddress.ofLiteral("198.51.100.7"));
        assertThat(open("198.51.100.7")).isTrue();
        assertThat(open("198.51.100.7")).isFalse();
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOneClient() {
        assertThat(open("2001:db8:0:1::1")).isTrue();
        assertThat(open("2001:db8:0:1:ffff::2")).isTrue();
        assertThat(open("2001:db8:0:1::3")).isFalse();
        assertThat(open("2001:db8:0:2::1")).isTrue();
    }

    @Test
    void aProxyHasAllThatThereAreAndNoMore() {
        for (int i = 0; i < 5; i++) {
            assertThat(open(PROXY)).isTrue();
        }
        assertThat(open(PROXY)).isFalse();
        assertThat(open("198.51.100.7")).isFalse();
        connections.close(InetAddress.ofLiteral(PROXY));
        assertThat(open("198.51.100.7")).isTrue();
    }
}
