package org.papertide.testing.containers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.stack.StackProcess;
import org.papertide.local.stack.StackServer;

/** Runs the stack's servers as containers until no watched process lives. */
public final class ContainersProcess {

    private ContainersProcess() {}

    /** Takes the arguments of {@link StackProcess}. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> given = new TreeMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            given.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        List<StackServer> servers = new ArrayList<>();
        if (given.containsKey("kafka")) {
            servers.add(ContainerServer.kafka(port(given, "kafka")));
        }
        if (given.containsKey("postgres")) {
            servers.add(
                    ContainerServer.postgres(
                            port(given, "postgres"),
                            new DataDirectory(Path.of(given.getOrDefault("dir", "")))
                                    .databasePassword()));
        }
        if (given.containsKey("smtp")) {
            servers.add(ContainerServer.mail(port(given, "smtp"), port(given, "imap")));
        }
        StackProcess.run(servers, given);
        System.exit(0);
    }

    private static int port(Map<String, String> given, String name) {
        return Integer.parseInt(given.getOrDefault(name, "0"));
    }
}
