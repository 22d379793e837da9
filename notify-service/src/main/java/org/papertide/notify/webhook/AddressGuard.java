package org.papertide.notify.webhook;

import io.smallrye.common.net.CidrAddress;
import io.smallrye.common.net.Inet;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says which addresses may be called: public ones, and those that the operator allows.
 *
 * <p>Of IPv4 the special-purpose registry of IANA (RFC 6890) is closed, of IPv6 all but global
 * unicast ({@code 2000::/3}) without its special parts. An IPv6 address that stands for an IPv4
 * address (mapped, compatible, NAT64, 6to4, Teredo) is judged by that, or closed.
 */
public final class AddressGuard {

    private static final List<CidrAddress> CLOSED =
            networks(
                    List.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.31.196.0/24",
                            "192.52.193.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "192.175.48.0/24",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            // Multicast, reserved and broadcast.
                            "224.0.0.0/3",
                            // Protocol assignments, Teredo among them.
                            "2001::/23",
                            "2001:db8::/32",
                            "3fff::/20",
                            "5f00::/16"));

    private static final CidrAddress GLOBAL_UNICAST = network("2000::/3");
    private static final CidrAddress NAT64 = network("64:ff9b::/96");
    private static final CidrAddress SIX_TO_FOUR = network("2002::/16");

    private static final int IPV4_BYTES = 4;

    /** Where the IPv4 address is in one of 6to4. */
    private static final int SIX_TO_FOUR_OFFSET = 2;

    private final List<CidrAddress> allowed;

    /** Finds the addresses of a name. */
    public interface Names {

        /**
         * All addresses.
         *
         * @throws UnknownHostException if there are none, or it took too long
         */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** A name has an address that must not be called. */
    public static final class ClosedAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        ClosedAddressException() {
            super("the address is not public");
        }
    }

    /**
     * @param allowed addresses and networks that may be called as well
     * @throws IllegalArgumentException if one is neither
     */
    public AddressGuard(List<String> allowed) {
        this.allowed = networks(allowed);
    }

    /**
     * Passes the addresses on if each of them may be called: a name with one private address among
     * its public ones is a trick, or a mistake.
     */
    InetAddress[] check(InetAddress[] addresses) throws ClosedAddressException {
        if (!Arrays.stream(addresses).allMatch(this::isOpen)) {
            throw new ClosedAddressException();
        }
        return addresses;
    }

    /** Whether this address may be called. */
    boolean isOpen(InetAddress address) {
        InetAddress meant = meant(address);
        if (meant == null) {
            return false;
        }
        return isIn(allowed, meant)
                || ((meant instanceof Inet4Address || GLOBAL_UNICAST.matches(meant))
                        && !isIn(CLOSED, meant));
    }

    private static boolean isIn(List<CidrAddress> networks, InetAddress address) {
        return networks.stream()
                .anyMatch(network ->
                        network.getNetworkAddress().getClass() == address.getClass()
                                && network.matches(address));
    }

    /** The IPv4 address that an IPv6 address stands for, else itself. */
    private static @Nullable InetAddress meant(InetAddress address) {
        if (!(address instanceof Inet6Address v6)) {
            return address;
        }
        byte[] bytes = v6.getAddress();
        if (NAT64.matches(v6)) {
            return v4(bytes, bytes.length - IPV4_BYTES);
        }
        if (SIX_TO_FOUR.matches(v6)) {
            return v4(bytes, SIX_TO_FOUR_OFFSET);
        }
        // ::1 and :: as well, which stay themselves.
        return isMapped(bytes) ? v4(bytes, bytes.length - IPV4_BYTES) : plain(v6);
    }

    private static boolean isMapped(byte[] bytes) {
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[10] == (byte) 0xff && bytes[11] == (byte) 0xff;
    }

    /** Without the zone, which no network has. */
    private static @Nullable InetAddress plain(Inet6Address address) {
        try {
            return Inet6Address.getByAddress(null, address.getAddress(), null);
        } catch (UnknownHostException _) {
            return null;
        }
    }

    private static @Nullable InetAddress v4(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + IPV4_BYTES));
        } catch (UnknownHostException _) {
            return null;
        }
    }

    private static List<CidrAddress> networks(List<String> texts) {
        return texts.stream().map(AddressGuard::network).toList();
    }

    private static CidrAddress network(String text) {
        String network = text.strip();
        CidrAddress parsed = Inet.parseCidrAddress(network);
        if (parsed != null) {
            return parsed;
        }
        InetAddress address = Inet.parseInetAddress(network);
        if (address == null) {
            throw new IllegalArgumentException(
                    "papertide.webhooks.allowed-networks: neither an address nor a network: "
                            + text);
        }
        return CidrAddress.create(address, address.getAddress().length * Byte.SIZE);
    }
}
