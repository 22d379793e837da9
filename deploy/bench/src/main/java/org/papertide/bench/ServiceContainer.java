package org.papertide.bench;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.papertide.testing.Http;
import org.papertide.testing.Ports;

/**
 * A container of a built image, in the network of the machine, on ports of its own and with a set
 * part of a processor. It has no state when it starts.
 */
final class ServiceContainer implements AutoCloseable {

    /** Where the image has a disk: in /tmp stores would count as memory. */
    static final String STATE = "/var/lib/papertide";

    private static final double PATIENCE = 180;
    private static final int OK = 200;

    private final Tool docker;
    private final String image;
    private final String name;
    private final Size size;
    private final Map<String, String> settings;
    private final int port = Ports.free();
    private final int management = Ports.free();

    /**
     * What a container may use.
     *
     * @param processors such as 0.25 of one
     * @param memory as Docker has it: {@code 512m}
     */
    record Size(double processors, String memory) {}

    /**
     * @param name of the container, of which there is one at a time
     * @param settings environment variables besides those of its ports
     */
    ServiceContainer(
            Tool docker, String image, String name, Size size, Map<String, String> settings) {
        this.docker = docker;
        this.image = image;
        this.name = name;
        this.size = size;
        this.settings = new TreeMap<>(settings);
        this.settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        this.settings.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
    }

    /** Starts it; returns at once. One that is left of an earlier run is to be removed before. */
    void start() {
        List<String> run =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--detach",
                                "--name",
                                name,
                                "--network",
                                "host",
                                "--cpus",
                                Double.toString(size.processors()),
                                "--memory",
                                size.memory(),
                                "--read-only",
                                "--tmpfs",
                                "/tmp",
                                "--volume",
                                STATE));
        settings.forEach((variable, value) -> run.addAll(List.of("--env", variable + "=" + value)));
        run.add(image);
        String _ = docker.run(run.toArray(String[]::new));
    }

    /**
     * Waits until it is ready.
     *
     * @throws IllegalStateException if it takes too long; with what it logged
     */
    void awaitReady() {
        URI ready = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(management));
        Stopwatch stopwatch = Stopwatch.start();
        while (!isReady(ready)) {
            if (stopwatch.seconds() > PATIENCE) {
                throw new IllegalStateException(
                        image + " is not ready: " + docker.run("logs", name));
            }
            pause(Duration.ofMillis(20));
        }
    }

    /** An address of it. */
    URI at(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    }

    /** Its memory and the limit of it, as Docker says it. */
    String memory() {
        return docker.run("stats", "--no-stream", "--format", "{{.MemUsage}}", name).strip();
    }

    @Override
    public void close() {
        remove();
    }

    /** Removes it, or the one of its name that is left of an earlier run, and its state. */
    void remove() {
        try {
            String _ = docker.run("rm", "--force", "--volumes", name);
        } catch (IllegalStateException _) {
            // Old clients fail where there is none.
        }
    }

    private static boolean isReady(URI address) {
        try {
            return Http.get(address).status() == OK;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
