package org.papertide.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

    private static final InetAddress PROXY = InetAddress.ofLiteral("192.0.2.1");

    private final OpenConnections connections =
            new OpenConnections(5, 2, address -> address.equals(PROXY));

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
            assertThat(open("192.0.2.1")).isTrue();
        }
        assertThat(open("192.0.2.1")).isFalse();
        assertThat(open("198.51.100.7")).isFalse();
        connections.close(PROXY);
        assertThat(open("198.51.100.7")).isTrue();
    }
}
