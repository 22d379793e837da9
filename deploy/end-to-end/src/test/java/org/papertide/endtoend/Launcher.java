package org.papertide.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.papertide.testing.Checkout;

/**
 * One run of a command of {@code ./papertide}: what the script runs once it has found a JDK and
 * built, so that a test does not start a build within the build.
 */
final class Launcher implements AutoCloseable {

    /** A variable whose flags every JVM takes, and says so. Those of its command line win. */
    private static final String OPTIONS = "JAVA_TOOL_OPTIONS";

    private final Process process;
    private final Path output;

    private Launcher(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts a command; what it prints goes to a file in the directory. */
    static Launcher start(Path directory, List<String> arguments) {
        Path root = Checkout.root();
        List<String> command = new ArrayList<>();
        command.add(root.resolve("deploy/local/launch.sh").toString());
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile(directory, arguments.getFirst(), ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put(OPTIONS, "-Djava.io.tmpdir=" + systemTemporary(directory));
            return new Launcher(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the JVMs of a launcher take for the system's folder for temporary files: what is left
     * there is theirs. In the real one other programs write, too.
     */
    static Path systemTemporary(Path directory) throws IOException {
        return Files.createDirectories(directory.resolve("system-tmp"));
    }

    /** Runs a command to its end. */
    static Launcher run(Path directory, List<String> arguments) {
        Launcher launcher = start(directory, arguments);
        launcher.awaitEnd(Duration.ofMinutes(1));
        return launcher;
    }

    /** Its output so far. */
    String output() {
        try {
            return Files.readString(output).replaceAll("Picked up " + OPTIONS + ".*\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the line that starts with {@code ready}. */
    void awaitReady() {
        await("ready; see " + output)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !process.isAlive() || isReady());
        if (!isReady()) {
            throw new IllegalStateException("it ended: " + output());
        }
    }

    private boolean isReady() {
        return output().lines().anyMatch(line -> line.startsWith("ready"));
    }

    /** Its exit code. */
    int awaitEnd(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("it does not end: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int exitCode() {
        return process.exitValue();
    }

    /** The services' processes, by what the system calls their jar's module. */
    Map<String, ProcessHandle> services() {
        Map<String, ProcessHandle> services = new TreeMap<>();
        process.children()
                .forEach(child -> {
                    String line = String.join(" ", child.info().arguments().orElse(new String[0]));
                    for (String name :
                            List.of("ingest-service", "ranking-service", "notify-service")) {
                        if (line.contains(name)) {
                            services.put(name, child);
                        }
                    }
                });
        return services;
    }

    /** As Ctrl-C or an init system would. */
    void terminate() {
        process.destroy();
    }

    /** Kills the supervisor alone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofMinutes(1));
    }

    /** Kills the supervisor, the services and PostgreSQL, as a power cut would. */
    void killAll(Path data) {
        Stream.concat(
                        Stream.of(process.toHandle()),
                        Stream.concat(services().values().stream(), postgres(data)))
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
        awaitEnd(Duration.ofMinutes(1));
    }

    /** PostgreSQL leads a session of its own: only its lock file has its process id. */
    private static Stream<ProcessHandle> postgres(Path data) {
        try {
            String pid =
                    Files.readAllLines(data.resolve("postgres/data/postmaster.pid")).getFirst();
            ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
            return Stream.concat(Stream.of(postmaster), postmaster.descendants());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            terminate();
            awaitEnd(Duration.ofMinutes(1));
        }
    }
}
