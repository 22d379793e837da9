package org.papertide.platform.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Counts the open connections to a port, in all and by client. */
final class OpenConnections {

    /** An IPv6 client has at least a /64 to choose addresses from. */
    private static final int IPV6_CLIENT = 64;

    private final int most;
    private final int mostPerClient;
    private final Predicate<InetAddress> unlimited;
    private final Map<String, Integer> byClient = new HashMap<>();
    private int all;

    /**
     * @param unlimited addresses that many clients share, such as those of proxies
     */
    OpenConnections(int most, int mostPerClient, Predicate<InetAddress> unlimited) {
        this.most = most;
        this.mostPerClient = mostPerClient;
        this.unlimited = unlimited;
    }

    /** Whether there is room for one more from there, which is then counted until it is closed. */
    synchronized boolean open(InetAddress address) {
        if (all >= most) {
            return false;
        }
        int open = byClient.getOrDefault(client(address), 0);
        if (open >= mostPerClient && !unlimited.test(address)) {
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
        return address instanceof Inet6Address
                ? new Client(address, true).network(IPV6_CLIENT)
                : address.getHostAddress();
    }
}
