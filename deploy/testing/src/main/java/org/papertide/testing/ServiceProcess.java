package org.papertide.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One service as the process it is in production, on ports of its own that it keeps over restarts.
 * It ends with this process.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration STOP_WAIT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final long KIBIBYTE = 1 << 10;
    private static final long MEBIBYTE = 1 << 20;

    /** What Quarkus logs last. */
    private static final String STOPPED = " stopped in ";

    private final String name;
    private final List<String> jvm;
    private final Map<String, String> settings = new ConcurrentHashMap<>();
    private final int port = Ports.free();
    private final Path log;
    private @Nullable Process process;

    /**
     * @param name of its module, such as {@code ingest-service}
     * @param jvm flags of its JVM
     * @param settings environment variables besides those of its ports
     */
    private ServiceProcess(String name, List<String> jvm, Map<String, String> settings) {
        this.name = name;
        this.jvm = new ArrayList<>(jvm);
        Path logs = Checkout.root().resolve("target/services");
        try {
            Files.createDirectories(logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.log = logs.resolve(name + "-" + port + ".log");
        set("QUARKUS_HTTP_HOST", "127.0.0.1");
        set("QUARKUS_HTTP_PORT", Integer.toString(port));
        set("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        set("QUARKUS_MANAGEMENT_PORT", Integer.toString(Ports.free()));
        set("PAPERTIDE_MANAGEMENT_ON_MAIN_PORT", "true");
        set("PAPERTIDE_END_WITH_PARENT", "true");
        this.settings.putAll(settings);
    }

    /** One that starts quickly and takes little memory: for tests. */
    public static ServiceProcess small(String name, Map<String, String> settings) {
        return new ServiceProcess(
                name, List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), settings);
    }

    /**
     * One with the optimising compiler: for benchmarks.
     *
     * @param heap as after {@code -Xmx}
     */
    public static ServiceProcess fast(String name, String heap, Map<String, String> settings) {
        return new ServiceProcess(name, List.of("-Xmx" + heap, "-XX:+UseParallelGC"), settings);
    }

    /**
     * One as {@code ./papertide up} runs it, with little memory and without the optimising
     * compiler: for benchmarks of what comes in bursts.
     *
     * @param heap as after {@code -Xmx}
     */
    public static ServiceProcess frugal(String name, String heap, Map<String, String> settings) {
        return new ServiceProcess(
                name,
                List.of("-Xmx" + heap, "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                settings);
    }

    /**
     * One as a container runs it, with the optimising compiler and one collector: for benchmarks of
     * what readers ask for.
     *
     * @param heap as after {@code -Xmx}
     */
    public static ServiceProcess deployed(String name, String heap, Map<String, String> settings) {
        return new ServiceProcess(
                name, List.of("-Xmx" + heap, "-Xss512k", "-XX:+UseSerialGC"), settings);
    }

    /**
     * Takes its whole heap when it starts, so that runs differ by nothing but what they have
     * besides.
     */
    public void holdHeap() {
        String most =
                jvm.stream().filter(flag -> flag.startsWith("-Xmx")).findFirst().orElseThrow();
        jvm.addAll(List.of(most.replace("-Xmx", "-Xms"), "-XX:+AlwaysPreTouch"));
    }

    /** Its module, such as {@code ingest-service}. */
    public String name() {
        return name;
    }

    /** Sets an environment variable of the process from its next start on. */
    public void set(String variable, String value) {
        settings.put(variable, value);
    }

    /**
     * Records where its time goes into this file, with JDK Flight Recorder, from its next start on.
     */
    public void profile(Path file) {
        jvm.add("-XX:StartFlightRecording=settings=profile,filename=" + file.toAbsolutePath());
    }

    /** Its JVM's flags, for people. */
    public String flags() {
        return String.join(" ", jvm);
    }

    /** Starts it, or starts it again; returns at once. */
    public void start() {
        ProcessBuilder builder = new ProcessBuilder();
        List<String> command = builder.command();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(jvm);
        command.add("-Djava.io.tmpdir=" + log.getParent());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-jar");
        command.add(
                Checkout.root()
                        .resolve(name)
                        .resolve("target/quarkus-app/quarkus-run.jar")
                        .toString());
        builder.environment().putAll(new TreeMap<>(settings));
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until it is ready.
     *
     * @throws IllegalStateException if it ends instead
     */
    public void awaitReady(Duration atMost) {
        await(name + " is ready; see " + log)
                .atMost(atMost)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!running().isAlive()) {
                        throw new IllegalStateException(name + " has ended; see " + log);
                    }
                    return readiness().status() == OK;
                });
    }

    /** Waits three minutes at most until it is ready. */
    public void awaitReady() {
        awaitReady(Duration.ofMinutes(3));
    }

    /** Its readiness as HTTP has it; status 0 while nobody listens. */
    public Http.Answer readiness() {
        try {
            return Http.get(at("/q/health/ready"));
        } catch (UncheckedIOException e) {
            return new Http.Answer(0, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The checks of its readiness that fail, by name, each with its missing part; empty if it is
     * ready or does not answer.
     */
    public Map<String, String> failedChecks() {
        Map<String, String> failed = new TreeMap<>();
        Http.Answer answer = readiness();
        if (answer.status() == 0) {
            return failed;
        }
        for (JsonNode check : answer.json().path("checks")) {
            if (!check.path("status").asText().equals("UP")) {
                failed.put(
                        check.path("name").asText(), check.path("data").path("missing").asText());
            }
        }
        return failed;
    }

    /** Kills it, as a power cut would. */
    public void kill() {
        Process running = running();
        running.destroyForcibly();
        awaitEnd(running);
    }

    /**
     * Asks it to end, as an orchestrator would, and waits for its end.
     *
     * @throws IllegalStateException if the end was not orderly
     */
    public void stop() {
        Process running = running();
        long logged = log.toFile().length();
        running.destroy();
        awaitEnd(running);
        if (!loggedSince(logged).contains(STOPPED)) {
            throw new IllegalStateException(
                    "%s ended in the middle of its stop; see %s".formatted(name, log));
        }
    }

    /** The lines of its log, of all its runs. */
    public List<String> logLines() {
        return loggedSince(0).lines().toList();
    }

    private String loggedSince(long offset) {
        try (InputStream bytes = Files.newInputStream(log)) {
            bytes.skipNBytes(offset);
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return running().pid();
    }

    /** An address of the service. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** The processor time that all its threads have taken since its start. */
    public Duration processorTime() {
        return running().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * The processor time that its threads of a name have taken since their start, to a hundredth of
     * a second.
     *
     * @param thread its name, at most 15 characters: more the system does not keep
     * @throws IllegalStateException if there is none
     */
    public Duration processorTime(String thread) {
        Path threads = Path.of("/proc/%d/task".formatted(running().pid()));
        try (Stream<Path> all = Files.list(threads)) {
            return all.filter(each -> line(each.resolve("comm")).equals(thread))
                    .map(each -> ofTicks(line(each.resolve("stat"))))
                    .reduce(Duration::plus)
                    .orElseThrow(() ->
                            new IllegalStateException(
                                    "%s has no thread %s".formatted(name, thread)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Of a line of {@code /proc/PID/stat} (proc(5)): in user and kernel mode, in ticks of 10 ms.
     */
    private static Duration ofTicks(String stat) {
        if (stat.isEmpty()) {
            return Duration.ZERO;
        }
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Duration.ofMillis(
                10 * (Long.parseLong(afterName[11]) + Long.parseLong(afterName[12])));
    }

    /** Empty if the thread has ended meanwhile. */
    private static String line(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException _) {
            return "";
        }
    }

    /** Bytes of its heap in use, garbage included, from its metrics. */
    public long heapInUse() {
        return Http.get(at("/q/metrics"))
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToLong(line ->
                        (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The most memory that the process ever held, as Linux counts it, for people. */
    public String peakMemory() {
        return memory("VmHWM", "resident at most");
    }

    /** The memory that is its own now, without files that the system has mapped for it. */
    public String ownMemory() {
        return memory("RssAnon", "without mapped files");
    }

    /** The memory that is its own now, in bytes; empty where no one counts it. */
    public OptionalLong ownMemoryBytes() {
        return bytes("RssAnon");
    }

    /** The most memory that the process ever held, in bytes; empty where no one counts it. */
    public OptionalLong peakMemoryBytes() {
        return bytes("VmHWM");
    }

    private String memory(String name, String said) {
        OptionalLong bytes = bytes(name);
        return bytes.isPresent() ? bytes.getAsLong() / MEBIBYTE + " MiB " + said : "not known";
    }

    private OptionalLong bytes(String name) {
        Path status = Path.of("/proc/%d/status".formatted(running().pid()));
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                    .findFirst();
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        if (isRunning()) {
            stop();
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    private void awaitEnd(Process running) {
        try {
            if (!running.waitFor(STOP_WAIT)) {
                running.destroyForcibly().waitFor(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
                throw new IllegalStateException(
                        "%s did not end within %s; see %s".formatted(name, STOP_WAIT, log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
