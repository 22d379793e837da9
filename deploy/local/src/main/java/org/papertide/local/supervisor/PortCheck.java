package org.papertide.local.supervisor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which ports are taken. */
final class PortCheck {

    private PortCheck() {}

    /** Those that cannot be had now, as {@code 8086 (Kafka)}. */
    static List<String> taken(Map<Integer, String> names) {
        List<String> taken = new ArrayList<>();
        names.forEach((port, name) -> {
            if (!free(port)) {
                taken.add("%d (%s)".formatted(port, name));
            }
        });
        return taken;
    }

    /** Also somebody who listens on every address takes ours. */
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
