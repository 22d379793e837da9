package org.papertide.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports on loopback. A port belongs to this process until it ends, also while nobody listens
 * there: no other process of the build is given it, as when a server is restarted.
 */
public final class Ports {

    /** Below the ports that Linux gives to outgoing connections (32768 and up). */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;

    /** Every port is a byte of this file; who has locked that has the port. */
    private static final FileChannel TAKEN = open();

    private Ports() {}

    /** A port that was free a moment ago, and that nobody gets by chance. */
    public static int free() {
        return firstOf(1);
    }

    /** The first of a number of consecutive free ports. */
    public static int firstOf(int count) {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (take(first, count)) {
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

    /** Takes ports unless one of them is in use or somebody's; they are given back with the JVM. */
    static boolean take(int first, int count) {
        try {
            return TAKEN.tryLock(first, count, false) != null && allFree(first, count);
        } catch (OverlappingFileLockException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel open() {
        Path file = Checkout.root().resolve("target/papertide-stack/ports");
        try {
            Files.createDirectories(file.getParent());
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
