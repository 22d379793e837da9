package org.papertide.local.stack;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.papertide.local.data.DataDirectory;
import org.papertide.local.logging.LogFiles;

/**
 * The servers as a process of their own, for tests: so Kafka's server never gets onto a service's
 * class path, and several test processes share it.
 *
 * <p>Arguments are {@code name=value}: {@code dir} (everything is under it), {@code ready} (a
 * properties file that is written when all is up), {@code watch} (process id: the stack ends after
 * that process), and the ports {@code kafka} with {@code controller}, {@code postgres}, {@code
 * smtp} with {@code imap} and {@code inbox}; a server without a port is left out. {@code binaries}:
 * where PostgreSQL is unpacked. Not durable: a test's data need not survive a power cut.
 */
public final class StackProcess {

    private StackProcess() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> given = new TreeMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            given.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        Path directory = Path.of(required(given, "dir"));
        LogFiles.open(directory.resolve("logs"), "stack");
        run(servers(directory, given), given);
        // Kafka leaves threads behind that would keep the process.
        System.exit(0);
    }

    /** Runs servers, as the arguments describe, until no watched process lives. */
    public static void run(List<StackServer> servers, Map<String, String> given)
            throws IOException {
        try (LocalStack stack = new LocalStack(servers);
                StackControl control = new StackControl(servers)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            stack.start();
            control.watch(Long.parseLong(required(given, "watch")));
            Path ready = Path.of(required(given, "ready"));
            Map<String, String> facts = new TreeMap<>(given);
            facts.put("control", Integer.toString(control.port()));
            facts.put("pid", Long.toString(ProcessHandle.current().pid()));
            servers.forEach(server -> facts.putAll(server.facts()));
            write(ready, facts);
            control.awaitWatched();
            Files.deleteIfExists(ready);
        }
    }

    private static List<StackServer> servers(Path directory, Map<String, String> given) {
        List<StackServer> servers = new ArrayList<>();
        if (given.containsKey("kafka")) {
            servers.add(
                    new EmbeddedKafka(
                            directory.resolve("kafka"),
                            port(given, "kafka"),
                            port(given, "controller")));
        }
        if (given.containsKey("postgres")) {
            servers.add(
                    new EmbeddedPostgres(
                            new EmbeddedPostgres.Settings(
                                    directory.resolve("postgres"),
                                    Path.of(required(given, "binaries")),
                                    directory.resolve("logs"),
                                    new DataDirectory(directory).databasePassword(),
                                    port(given, "postgres"),
                                    false,
                                    List.of())));
        }
        if (given.containsKey("smtp")) {
            servers.add(
                    new MailCapture(
                            new MailCapture.Settings(
                                    directory.resolve("mail"),
                                    port(given, "smtp"),
                                    port(given, "imap"),
                                    port(given, "inbox"))));
        }
        return servers;
    }

    private static int port(Map<String, String> given, String name) {
        return Integer.parseInt(required(given, name));
    }

    private static String required(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + "= is missing");
        }
        return value;
    }

    private static void write(Path file, Map<String, String> facts) throws IOException {
        Properties properties = new Properties();
        properties.putAll(facts);
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try (Writer out = Files.newBufferedWriter(partial)) {
            properties.store(out, null);
        }
        Files.move(
                partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
