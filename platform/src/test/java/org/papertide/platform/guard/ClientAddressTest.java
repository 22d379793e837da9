package org.papertide.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    private static ClientAddress of(String address) {
        return ClientAddress.of(new Client(InetAddress.ofLiteral(address), true));
    }

    @Test
    void isTheAddressOfAnIpv4Client() {
        assertThat(of("192.0.2.1")).isEqualTo(of("192.0.2.1")).isNotEqualTo(of("192.0.2.2"));
    }

    @Test
    void isTheNetworkOfAnIpv6Client() {
        assertThat(of("2001:db8:0:1::1")).isEqualTo(of("2001:db8:0:1:ffff::9"));
        assertThat(of("2001:db8:0:1::1")).isNotEqualTo(of("2001:db8:0:2::1"));
    }

    @Test
    void isTheIpv4AddressThatAnIpv6SocketShows() {
        assertThat(of("::ffff:192.0.2.1")).isEqualTo(of("192.0.2.1"));
    }
}
