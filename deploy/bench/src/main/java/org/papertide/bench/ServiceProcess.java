package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.papertide.testing.Checkout;
import org.papertide.testing.Ports;

/** One service as the process it is in production, with the optimising compiler. */
final class ServiceProcess implements AutoCloseable {

    static final String OPERATOR_TOKEN = "bench-operator-token";
    static final int PARTITIONS = 4;

    /** As much as it needs for what most benchmarks do. */
    private static final String USUAL_HEAP = "1g";

    private static final List<String> FLAGS =
            List.of(
                    "-XX:+UseParallelGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final String name;
    private final String heap;
    private final Map<String, String> settings = new TreeMap<>();
    private final int port = Ports.free();
    private final Path log;
    private @Nullable Process process;

    /**
     * @param name of its module
     * @param kafka where Kafka is
     * @param topicPrefix of all topics
     */
    ServiceProcess(String name, String kafka, String topicPrefix) {
        this(name, kafka, topicPrefix, USUAL_HEAP);
    }

    /**
     * One with a heap of its own.
     *
     * @param heap as after {@code -Xmx}
     */
    ServiceProcess(String name, String kafka, String topicPrefix, String heap) {
        this.name = name;
        this.heap = heap;
        this.log = Checkout.root().resolve("deploy/bench/target/" + name + ".log");
        set("QUARKUS_HTTP_HOST", "127.0.0.1");
        set("QUARKUS_HTTP_PORT", Integer.toString(port));
        set("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        set("QUARKUS_MANAGEMENT_PORT", Integer.toString(Ports.free()));
        set("PAPERTIDE_MANAGEMENT_ON_MAIN_PORT", "true");
        set("KAFKA_BOOTSTRAP_SERVERS", kafka);
        set("PAPERTIDE_KAFKA_BOOTSTRAP_SERVERS", kafka);
        set("PAPERTIDE_KAFKA_TOPIC_PREFIX", topicPrefix);
        set("PAPERTIDE_KAFKA_PARTITIONS", Integer.toString(PARTITIONS));
        set("PAPERTIDE_KAFKA_REPLICATION", "1");
        set("PAPERTIDE_OPERATOR_TOKEN", OPERATOR_TOKEN);
        set("PAPERTIDE_END_WITH_PARENT", "true");
    }

    /** Sets an environment variable of the process. */
    void set(String variable, String value) {
        settings.put(variable, value);
    }

    /** The flags of its JVM. */
    String flags() {
        return "-Xmx" + heap + " " + FLAGS.getFirst();
    }

    /** Starts it, or starts it again, and returns when it is ready; its log starts anew. */
    void start() {
        ProcessBuilder builder = new ProcessBuilder();
        builder.command().add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        builder.command().add("-Xmx" + heap);
        builder.command().addAll(FLAGS);
        builder.command().add("-jar");
        builder.command()
                .add(
                        Checkout.root()
                                .resolve(name)
                                .resolve("target/quarkus-app/quarkus-run.jar")
                                .toString());
        builder.environment().putAll(settings);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await(name + " is ready; see " + log)
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(UncheckedIOException.class)
                .until(() -> {
                    if (!running().isAlive()) {
                        throw new IllegalStateException(name + " has ended; see " + log);
                    }
                    return send(HttpRequest.newBuilder(at("/q/health/ready"))).statusCode() == 200;
                });
    }

    /** Asks it to end, as an orchestrator would, and waits. */
    void stop() {
        Process running = running();
        running.destroy();
        try {
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An address of the service. */
    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /**
     * Sends a request.
     *
     * @throws UncheckedIOException if nobody answers
     */
    static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(
                    request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The processor time that it has taken so far, of all its threads. */
    Duration processorTime() {
        return running().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Bytes of the heap in use, garbage included, as the service's metrics tell it. */
    long heapInUse() {
        return send(HttpRequest.newBuilder(at("/q/metrics")))
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToLong(line ->
                        (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The most memory that the process ever held, as Linux tells it. */
    String peakMemory() {
        Path status = Path.of("/proc/%d/status".formatted(running().pid()));
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .map(kilobytes -> Long.parseLong(kilobytes) / 1024 + " MiB resident at most")
                    .findFirst()
                    .orElse("not known");
        } catch (IOException _) {
            return "not known";
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }
}
