package org.papertide.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Starts stack processes: of {@code deploy/local}, or ours with containers. */
final class StackLauncher {

    private static final Duration START_WAIT = Duration.ofMinutes(2);

    /** A file in a stack's folder: the id of its process, from the process's first moment on. */
    private static final String PROCESS = "pid";

    private StackLauncher() {}

    static Map<String, String> arguments(Path directory, long watch) {
        Path shared = Checkout.root().resolve("target/papertide-stack");
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("dir", directory.toString());
        arguments.put("ready", StackRuns.ready(directory).toString());
        arguments.put("binaries", shared.resolve("postgres-binaries").toString());
        arguments.put("watch", Long.toString(watch));
        return arguments;
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @throws IllegalStateException if it is not, with the end of its output
     */
    static StackFacts start(Path directory, Map<String, String> arguments) {
        Path output = directory.resolve("output.log");
        Path ready = StackRuns.ready(directory);
        try {
            Path temporary = Files.createDirectories(directory.resolve("tmp"));
            Files.deleteIfExists(ready);
            Process process =
                    new ProcessBuilder(command(arguments, temporary))
                            .redirectInput(new File("/dev/null"))
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            Files.writeString(directory.resolve(PROCESS), Long.toString(process.pid()));
            Optional<StackFacts> facts = await(process, ready);
            if (facts.isEmpty()) {
                throw new IOException(tail(output));
            }
            return facts.get();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the test stack does not start; see %s: %s".formatted(directory, e), e);
        }
    }

    /** The process that was started in a folder, while it is alive. */
    static Optional<ProcessHandle> process(Path directory) {
        try {
            long pid = Long.parseLong(Files.readString(directory.resolve(PROCESS)));
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<StackFacts> await(Process process, Path ready) {
        try {
            Awaitility.await()
                    .atMost(START_WAIT)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> Files.exists(ready) || !process.isAlive());
        } catch (ConditionTimeoutException _) {
            process.destroy();
        }
        return StackFacts.read(ready);
    }

    private static String tail(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private static List<String> command(Map<String, String> arguments, Path temporary)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx320m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + temporary,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        Path root = Checkout.root();
        String classes =
                root.resolve("deploy/local/target/classes")
                        + File.pathSeparator
                        + root.resolve("events/target/classes");
        if (System.getProperty("papertide.stack", "embedded").equals("containers")) {
            Path testing = root.resolve("deploy/testing/target");
            command.addAll(
                    List.of(
                            "-cp",
                            classes
                                    + File.pathSeparator
                                    + testing.resolve("classes")
                                    + File.pathSeparator
                                    + Files.readString(testing.resolve("containers.classpath")),
                            "org.papertide.testing.containers.ContainersProcess"));
        } else {
            Path libraries = root.resolve("deploy/local/target/lib");
            if (!Files.isDirectory(libraries)) {
                throw new IOException(libraries + " is missing: build with -am");
            }
            command.addAll(
                    List.of(
                            "-cp",
                            classes + File.pathSeparator + libraries.resolve("*"),
                            "org.papertide.local.stack.StackProcess"));
        }
        arguments.forEach((name, value) -> command.add(name + "=" + value));
        return command;
    }
}
