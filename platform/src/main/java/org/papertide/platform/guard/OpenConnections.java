package org.papertide.platform.guard;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the open connections to a port, in all and by client. Proxies of ours are many clients, so
 * that only the limit of all holds for them.
 */
final class OpenConnections {

    /** An IPv6 client has at least a /64 to choose addresses from. */
    private static final int CLIENT_BITS = 64;

    private final HttpSettings limits;
    private final Clients clients;
    private final Map<String, Integer> byClient = new HashMap<>();
    private int all;

    OpenConnections(HttpSettings limits, Clients clients) {
        this.limits = limits;
        this.clients = clients;
    }

    /** Whether there is room for one more from there, which is then counted until it is closed. */
    synchronized boolean open(InetAddress address) {
        int open = byClient.getOrDefault(client(address), 0);
        if (all >= limits.connections()
                || (open >= limits.connectionsPerClient() && !clients.isTrusted(address))) {
            return false;
        }
        byClient.put(client(address), open + 1);
        all++;
        return true;
    }

    synchronized void close(InetAddress address) {
        all--;
        byClient.computeIfPresent(client(address), (_, open) -> open == 1 ? null : open - 1);
    }

    private static String client(InetAddress address) {
        return new Client(address, true).network(CLIENT_BITS);
    }
}
