package org.papertide.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private static final AddressGuard GUARD = new AddressGuard(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.8.9.10",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "2001:db8::1",
                "2001::1",
                "64:ff9b::a00:1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::1",
                "2002:7f00:1::",
                "2002:a00:1::",
                "::7f00:1",
                "100::1",
                "4000::1"
            })
    void closesWhatIsNotPublic(String address) throws UnknownHostException {
        assertThat(GUARD.isOpen(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700::1111",
                "2a00::1",
                "64:ff9b::101:101",
                "2002:101:101::"
            })
    void opensWhatIs(String address) throws UnknownHostException {
        assertThat(GUARD.isOpen(InetAddress.getByName(address))).isTrue();
    }

    /** As bytes, since the platform makes an IPv4 address of the text. */
    @Test
    void judgesMappedAddressesByWhatTheyMean() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        mapped[15] = 1;
        assertThat(GUARD.isOpen(Inet6Address.getByAddress(null, mapped, 0))).isFalse();
        assertThat(
                        new AddressGuard(List.of("127.0.0.0/8"))
                                .isOpen(Inet6Address.getByAddress(null, mapped, 0)))
                .isTrue();
    }

    @Test
    void opensWhatTheOperatorAllows() throws UnknownHostException {
        AddressGuard guard = new AddressGuard(List.of("10.1.2.0/24", "::1", "127.0.0.1"));
        for (String open : List.of("10.1.2.3", "::1", "127.0.0.1", "1.1.1.1")) {
            assertThat(guard.isOpen(InetAddress.getByName(open))).as(open).isTrue();
        }
        for (String closed : List.of("10.1.3.1", "127.0.0.2", "fe80::1")) {
            assertThat(guard.isOpen(InetAddress.getByName(closed))).as(closed).isFalse();
        }
        assertThatThrownBy(() -> new AddressGuard(List.of("example.org")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("papertide.webhooks.allowed-networks");
    }

    @Test
    void refusesANameThatHasOneClosedAddress() throws UnknownHostException {
        InetAddress open = InetAddress.getByName("1.1.1.1");
        InetAddress closed = InetAddress.getByName("10.0.0.1");
        assertThat(GUARD.check(new InetAddress[] {open})).containsExactly(open);
        assertThatThrownBy(() -> GUARD.check(new InetAddress[] {open, closed}))
                .isInstanceOf(AddressGuard.ClosedAddressException.class);
    }
}
