package org.papertide.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.papertide.testing.Checkout;
import org.papertide.testing.Ports;

/**
 * One service as the process it is in production, on a port of its own that it keeps over restarts.
 */
final class ServiceProcess implements AutoCloseable {

    private final String name;
    private final Map<String, String> settings;
    private final Path log;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private @Nullable Process process;

    ServiceProcess(String name, Map<String, String> settings) {
        this.name = name;
        this.settings = settings;
        Path logs = Checkout.root().resolve("deploy/end-to-end/target/services");
        try {
            Files.createDirectories(logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.log = logs.resolve(name + "-" + port + ".log");
    }

    /** Starts it, or starts it again. */
    void start() {
        ProcessBuilder builder =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin/java")
                                                .toString(),
                                        "-XX:+UseSerialGC",
                                        "-XX:TieredStopAtLevel=1",
                                        "-Xmx256m",
                                        "-jar",
                                        Checkout.root()
                                                .resolve(name)
                                                .resolve("target/quarkus-app/quarkus-run.jar")
                                                .toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(settings);
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        builder.environment().put("PAPERTIDE_MANAGEMENT_ON_MAIN_PORT", "true");
        builder.environment().put("PAPERTIDE_END_WITH_PARENT", "true");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it as a power cut would. */
    void kill() {
        Process running = running();
        running.destroyForcibly();
        waitFor(running);
    }

    /** Asks it to end, as an orchestrator would. */
    void stop() {
        Process running = running();
        running.destroy();
        waitFor(running);
    }

    long pid() {
        return running().pid();
    }

    /** An address of the service. */
    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Its readiness: the status, or 0 while nobody listens. */
    Web.Answer ready() {
        try {
            return Web.get(at("/q/health/ready"));
        } catch (UncheckedIOException e) {
            return new Web.Answer(0, String.valueOf(e.getMessage()));
        }
    }

    void awaitReady() {
        await(name + " is ready; see " + log)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ready().status() == 200);
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

    private void waitFor(Process running) {
        try {
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                running.destroyForcibly();
                throw new IllegalStateException(name + " did not end within 30 s; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
