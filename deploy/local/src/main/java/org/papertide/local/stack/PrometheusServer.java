package org.papertide.local.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus, as the machine has it, which asks the services of the stack and evaluates our rules;
 * and the page of its figures. Optional: nothing of the stack needs it, and it must not end it.
 */
public final class PrometheusServer implements StackServer {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration STARTING = Duration.ofSeconds(30);
    private static final Duration STOPPING = Duration.ofSeconds(10);
    private static final String COMMAND = "prometheus";

    /**
     * Where it is, and what it asks.
     *
     * @param program the program
     * @param directory for its data
     * @param logs for its output
     * @param observability the folder with rules and dashboards
     * @param port it listens on
     * @param page port of the page
     * @param targets management ports of the services by their name
     */
    public record Settings(
            Path program,
            Path directory,
            Path logs,
            Path observability,
            int port,
            int page,
            Map<String, Integer> targets) {

        public Settings {
            targets = Map.copyOf(targets);
        }
    }

    private final Settings settings;
    private final Consumer<String> told;
    private final FiguresPage page;
    private @Nullable Process process;

    /**
     * @param told why it does not start, in a sentence for people
     */
    public PrometheusServer(Settings settings, Consumer<String> told) {
        this.settings = settings;
        this.told = told;
        this.page =
                new FiguresPage(
                        settings.page(),
                        settings.observability().resolve("dashboards"),
                        new PrometheusClient(settings.port()));
    }

    /** The program, if this machine has it. */
    public static Optional<Path> find(String path) {
        return Stream.of(path.split(":", -1))
                .map(directory -> Path.of(directory, COMMAND))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Ends the Prometheus of a stack that was killed. */
    public static void stopOrphan(Path directory) throws IOException {
        Path file = directory.resolve("pid");
        if (!Files.exists(file)) {
            return;
        }
        String pid = Files.readString(file).strip();
        Optional<ProcessHandle> orphan =
                pid.matches("\\d{1,18}")
                        ? ProcessHandle.of(Long.parseLong(pid))
                                .filter(process -> isOurs(process, directory))
                        : Optional.empty();
        orphan.ifPresent(ProcessHandle::destroyForcibly);
        Files.delete(file);
    }

    /** The system may have given the process id to another program, or another Prometheus. */
    private static boolean isOurs(ProcessHandle process, Path directory) {
        ProcessHandle.Info info = process.info();
        return info.command().map(command -> command.endsWith("/" + COMMAND)).orElse(false)
                && List.of(info.arguments().orElse(new String[0])).contains(storage(directory));
    }

    private static String storage(Path directory) {
        return "--storage.tsdb.path=" + directory.toAbsolutePath().resolve("data");
    }

    @Override
    public String name() {
        return COMMAND;
    }

    /** Starts it; if it does not come up, the stack goes on without it. */
    @Override
    public void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        try {
            Files.createDirectories(settings.directory());
            Files.createDirectories(settings.logs());
            Path file = settings.directory().resolve("prometheus.yml");
            Files.writeString(file, configuration());
            Process started =
                    new ProcessBuilder(command(file))
                            .redirectErrorStream(true)
                            .redirectOutput(settings.logs().resolve("prometheus.log").toFile())
                            .start();
            process = started;
            Files.writeString(settings.directory().resolve("pid"), started.pid() + "\n");
            awaitPort(started);
            page.start();
        } catch (IOException e) {
            stop();
            told.accept("No dashboard: Prometheus did not start: " + e.getMessage());
        }
    }

    private List<String> command(Path file) {
        return List.of(
                settings.program().toString(),
                "--config.file=" + file,
                storage(settings.directory()),
                "--storage.tsdb.retention.time=7d",
                "--web.listen-address=" + LOOPBACK + ":" + settings.port());
    }

    /** What it asks, how often, and our rules. */
    String configuration() {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "global:",
                                "  scrape_interval: 5s",
                                "  evaluation_interval: 15s",
                                "rule_files:",
                                "  - '%s'"
                                        .formatted(
                                                quoted(
                                                        settings.observability()
                                                                .toAbsolutePath()
                                                                .resolve("rules/*.yaml"))),
                                "scrape_configs:"));
        settings.targets().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(target ->
                        lines.addAll(
                                List.of(
                                        "  - job_name: " + target.getKey(),
                                        "    metrics_path: /q/metrics",
                                        "    static_configs:",
                                        "      - targets: ['%s:%d']"
                                                .formatted(LOOPBACK, target.getValue()))));
        return String.join("\n", lines) + "\n";
    }

    private static String quoted(Path path) {
        return path.toString().replace("'", "''");
    }

    private void awaitPort(Process started) throws IOException {
        long deadline = System.nanoTime() + STARTING.toNanos();
        while (!isOpen()) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("see " + settings.logs().resolve("prometheus.log"));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private boolean isOpen() {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), settings.port()), 500);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void stop() {
        page.stop();
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOPPING)) {
                running.destroyForcibly();
            }
            Files.deleteIfExists(settings.directory().resolve("pid"));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            running.destroyForcibly();
        } catch (IOException _) {
            // The next start finds that no such process runs.
        }
    }

    @Override
    public Map<String, String> facts() {
        return Map.of(
                "prometheus.port",
                Integer.toString(settings.port()),
                "figures.port",
                Integer.toString(settings.page()));
    }
}
