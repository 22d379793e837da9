package org.papertide.local.supervisor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the ports that are in use. */
final class PortCheck {

    private PortCheck() {}

    /** The ports in use, each as {@code 8086 (Kafka)}. */
    static List<String> taken(Map<Integer, String> names) {
        List<String> taken = new ArrayList<>();
        names.forEach((port, name) -> {
            if (!free(port)) {
                taken.add("%d (%s)".formatted(port, name));
            }
        });
        return taken;
    }

    /** A program that listens on every address occupies the port, too. */
    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
