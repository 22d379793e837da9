package org.papertide.ranking.api;

import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where a client connects from. An IPv6 client is known by the first 64 bits of its address, since
 * it can choose the others freely.
 *
 * @param network in hexadecimal; empty if the address is not known
 */
record ClientAddress(String network) {

    private static final int IPV6_NETWORK_BYTES = 8;

    /** The address of a connection's other end. */
    static ClientAddress of(@Nullable SocketAddress remote) {
        String host = remote == null ? null : remote.hostAddress();
        if (host == null) {
            return new ClientAddress("");
        }
        try {
            // An address in figures is parsed; no name is looked up.
            InetAddress address = InetAddress.ofLiteral(host);
            byte[] bytes = address.getAddress();
            return new ClientAddress(
                    HexFormat.of()
                            .formatHex(
                                    address instanceof Inet6Address
                                            ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES)
                                            : bytes));
        } catch (IllegalArgumentException _) {
            return new ClientAddress("");
        }
    }
}
