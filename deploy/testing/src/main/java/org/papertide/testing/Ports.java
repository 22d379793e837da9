package org.papertide.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports on loopback. */
public final class Ports {

    /** Below the ports that Linux gives to outgoing connections (32768 and up). */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;

    private Ports() {}

    /** A port that was free a moment ago, and that nobody gets by chance. */
    public static int free() {
        return firstOf(1);
    }

    /** The first of a number of consecutive free ports. */
    public static int firstOf(int count) {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (allFree(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException("no %d free ports in a row".formatted(count));
    }

    static Map<String, String> named(String... names) {
        int port = firstOf(names.length);
        Map<String, String> ports = new LinkedHashMap<>();
        for (String name : names) {
            ports.put(name, Integer.toString(port++));
        }
        return ports;
    }

    private static boolean allFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            } catch (IOException _) {
                return false;
            }
        }
        return true;
    }
}
