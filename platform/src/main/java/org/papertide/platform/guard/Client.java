package org.papertide.platform.guard;

import io.smallrye.common.net.CidrAddress;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Where a request comes from.
 *
 * @param address of the client, as far as it is believed
 * @param direct whether nothing in the request says that somebody passed it on
 */
public record Client(InetAddress address, boolean direct) {

    /** Whether it comes from a program on this machine. */
    public boolean isLocal() {
        return direct && address.isLoopbackAddress();
    }

    /**
     * The network of the address that has so many bits, as text: {@code 192.0.2.0/24}, {@code
     * 2001:db8::/48}.
     *
     * @param bits at most those of the address count
     */
    public String network(int bits) {
        return CidrAddress.create(address, Math.min(bits, address.getAddress().length * Byte.SIZE))
                .toString();
    }

    /** The network that it is in, so large that it names no person. */
    public String shortened() {
        return network(address instanceof Inet6Address ? 48 : 24);
    }

    /** Never the address: logs hold none. */
    @Override
    public String toString() {
        return "Client[…]";
    }
}
