package org.papertide.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server of a {@link PrivateStack}. Its port and its data stay the same. */
public final class TestServer implements AutoCloseable {

    private final String name;
    private final Path directory;
    private final Map<String, String> ports;
    private @Nullable StackFacts facts;

    TestServer(String name, Path directory, Map<String, String> ports) {
        this.name = name;
        this.directory = directory;
        this.ports = Map.copyOf(ports);
    }

    /** The port, also while the server is down. */
    public int port() {
        return Integer.parseInt(ports.getOrDefault(name, "0"));
    }

    /** {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /**
     * The database {@code postgres} of a PostgreSQL, also while it is down: a test that starts its
     * service first needs one that is there by itself.
     */
    public TestDatabase database() {
        return new TestDatabase(
                "jdbc:postgresql://%s/postgres".formatted(address()),
                "papertide",
                DatabasePassword.of(directory));
    }

    /** A new database of a PostgreSQL that is up. */
    public TestDatabase newDatabase(String database) {
        return TestStack.newDatabase(running(), database);
    }

    /** Starts it, or starts it again, and returns when it can be used. */
    public void start() {
        if (facts == null) {
            Map<String, String> arguments =
                    StackLauncher.arguments(directory, ProcessHandle.current().pid());
            arguments.putAll(ports);
            facts = StackLauncher.start(directory, arguments);
        } else {
            command("start");
        }
    }

    /** Stops it in order; connections to its port are refused from now on. */
    public void stop() {
        command("stop");
    }

    /** Pauses it: it keeps its connections and answers nobody. */
    public void pause() {
        if (containers()) {
            command("pause");
        } else {
            signal("STOP");
        }
    }

    /** Resumes it after a pause. */
    public void resume() {
        if (containers()) {
            command("resume");
        } else {
            signal("CONT");
        }
    }

    @Override
    public void close() {
        if (facts != null) {
            running()
                    .process()
                    .ifPresent(process -> {
                        signal("CONT");
                        process.destroy();
                        process.onExit().join();
                    });
            facts = null;
        }
    }

    private static boolean containers() {
        return System.getProperty("papertide.stack", "embedded").equals("containers");
    }

    private StackFacts running() {
        if (facts == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return facts;
    }

    private void command(String verb) {
        if (!running().post("/%s/%s".formatted(name, verb))) {
            throw new IllegalStateException(
                    "%s: %s failed; see %s".formatted(name, verb, directory));
        }
    }

    private void signal(String signal) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        Stream.concat(running().process().stream(), postmaster())
                .forEach(each -> command.add(Long.toString(each.pid())));
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** PostgreSQL leads a session of its own, with a process for each connection. */
    private Stream<ProcessHandle> postmaster() {
        Path lock = directory.resolve("postgres/postmaster.pid");
        if (!Files.exists(lock)) {
            return Stream.empty();
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(lock).getFirst().strip());
            return ProcessHandle.of(pid).stream()
                    .flatMap(parent -> Stream.concat(Stream.of(parent), parent.descendants()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
