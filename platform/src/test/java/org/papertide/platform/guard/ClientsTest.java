package org.papertide.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {

    private final Clients clients = new Clients(List.of("127.0.0.1", "10.0.0.0/8", "fd00::/8"));

    private String find(String peer, String... headers) {
        return clients.find(InetAddress.ofLiteral(peer), List.of(headers)).getHostAddress();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // Straight from the client, which may claim what it likes.
                "198.51.100.7; 192.0.2.1; 198.51.100.7",
                // One proxy of ours: what it saw, not what the client claims.
                "127.0.0.1; 192.0.2.1, 198.51.100.7; 198.51.100.7",
                "10.1.2.3; 198.51.100.7; 198.51.100.7",
                // Two proxies of ours in a row.
                "127.0.0.1; 192.0.2.1, 198.51.100.7, 10.9.9.9; 198.51.100.7",
                // A client that claims to be one of our proxies is believed no further.
                "127.0.0.1; 192.0.2.1, 10.0.0.1, 198.51.100.7; 198.51.100.7",
                // Ports and IPv6.
                "127.0.0.1; 198.51.100.7:4711; 198.51.100.7",
                "fd00:0:0:0:0:0:0:1; [2001:db8::1]:443; 2001:db8:0:0:0:0:0:1",
                // Everything is ours: the first of them asks.
                "127.0.0.1; 10.0.0.5; 10.0.0.5",
            })
    void isTheLastAddressThatIsNoProxyOfOurs(String peer, String header, String client) {
        assertThat(find(peer, header)).isEqualTo(client);
    }

    @Test
    void readsSeveralHeadersAsOne() {
        assertThat(find("127.0.0.1", "192.0.2.1", "198.51.100.7")).isEqualTo("198.51.100.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "client.example", "x, y", "999.1.1.1", "[::1", "_hidden"})
    void isTheProxyWhereTheHeaderIsNonsense(String header) {
        assertThat(find("127.0.0.1", header)).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", "proxy/8", " "})
    void refusesAProxyThatIsNoAddress(String proxy) {
        assertThatThrownBy(() -> new Clients(List.of(proxy)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.http.trusted-proxies")
                .hasMessageContaining(proxy);
    }

    @Test
    void aClientHasNetworksOfEachSize() throws Exception {
        Client six = new Client(InetAddress.ofLiteral("2001:db8:1:2:3::4"), true);
        assertThat(six.network(64)).isEqualTo("2001:db8:1:2::/64");
        assertThat(six.network(44)).isEqualTo("2001:db8::/44");
        Client four = new Client(InetAddress.ofLiteral("192.0.2.77"), true);
        assertThat(four.network(24)).isEqualTo("192.0.2.0/24");
        assertThat(four.network(64)).isEqualTo("192.0.2.77/32");
        assertThat(six).hasToString("Client[…]");
    }
}
