package org.papertide.platform.guard;

/**
 * Where a client connects from. An IPv6 client is known by the first 64 bits of its address, since
 * it can choose the others freely.
 *
 * @param network as text
 */
public record ClientAddress(String network) {

    private static final int IPV6_NETWORK_BITS = 64;

    /** Where a client connects from. */
    public static ClientAddress of(Client client) {
        return new ClientAddress(client.network(IPV6_NETWORK_BITS));
    }
}
