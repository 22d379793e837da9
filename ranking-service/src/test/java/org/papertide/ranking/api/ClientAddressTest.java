package org.papertide.ranking.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    private static ClientAddress of(String host) {
        return ClientAddress.of(SocketAddress.inetSocketAddress(1234, host));
    }

    @Test
    void isTheWholeAddressOfIpv4() {
        assertThat(of("192.0.2.1")).isEqualTo(of("192.0.2.1")).isNotEqualTo(of("192.0.2.2"));
        assertThat(of("::ffff:192.0.2.1")).isEqualTo(of("192.0.2.1"));
    }

    @Test
    void isTheNetworkOfIpv6() {
        assertThat(of("2001:db8:1:2::1"))
                .isEqualTo(of("2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(of("2001:db8:1:3::1"));
    }

    @Test
    void isOneForAllUnknownAddresses() {
        assertThat(ClientAddress.of(null)).isEqualTo(new ClientAddress(""));
        assertThat(of("client.example")).isEqualTo(new ClientAddress(""));
    }
}
