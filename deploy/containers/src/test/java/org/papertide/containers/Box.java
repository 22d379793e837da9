package org.papertide.containers;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.papertide.testing.Http;
import org.papertide.testing.Ports;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** One container and what can befall it. Its ports here stay the same over restarts. */
final class Box implements AutoCloseable {

    private static final Duration STARTS = Duration.ofMinutes(2);

    /** As compose has it. */
    private static final int STOP_SECONDS = 120;

    private static final int OK = 200;

    private final String name;
    private final Network network;
    private final GenericContainer<?> container;
    private final List<String> bindings = new ArrayList<>();
    private int port;
    private int management;

    /**
     * @param name by which others on the network reach it
     */
    Box(String name, String image, Network network) {
        this.name = name;
        this.network = network;
        container =
                new GenericContainer<>(DockerImageName.parse(image))
                        .withNetwork(network)
                        .withNetworkAliases(name)
                        .withStartupTimeout(STARTS);
    }

    String name() {
        return name;
    }

    /** Changes how it is made. */
    Box with(Consumer<GenericContainer<?>> change) {
        change.accept(container);
        return this;
    }

    Box with(Map<String, String> environment) {
        container.withEnv(environment);
        return this;
    }

    /** Publishes a port of it on this port of the machine. */
    Box publish(int here, int inside) {
        bindings.add("127.0.0.1:%d:%d".formatted(here, inside));
        container.setPortBindings(bindings);
        return this;
    }

    /**
     * Publishes the ports of a service: that of its users, and that of health and metrics.
     *
     * @param here its users' port on this machine; the only one, as of two bindings of one port
     *     Testcontainers keeps either
     */
    Box serving(int here, int inside, int managementInside) {
        port = here;
        management = Ports.free();
        return publish(port, inside).publish(management, managementInside).awaitedOutside();
    }

    /** A test waits for it by itself. */
    Box awaitedOutside() {
        container.waitingFor(new Started());
        return this;
    }

    /** As an orchestrator runs a service: no root, nothing to write to but what is named. */
    Box hardened(long megabytes, Map<String, String> tmpfs) {
        container.withCreateContainerCmdModifier(create ->
                Objects.requireNonNull(create.getHostConfig())
                        .withReadonlyRootfs(true)
                        .withTmpFs(tmpfs)
                        .withMemory(megabytes << 20)
                        .withNanoCPUs(1_000_000_000L));
        return this;
    }

    Box create() {
        container.start();
        return this;
    }

    URI at(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    boolean isReady() {
        return readiness().status() == OK;
    }

    /** Its readiness; status 0 while nobody answers. */
    Http.Answer readiness() {
        try {
            return Http.get(URI.create("http://localhost:" + management + "/q/health/ready"));
        } catch (UncheckedIOException e) {
            return new Http.Answer(0, String.valueOf(e.getMessage()));
        }
    }

    /** What it tells of a metric without labels; none while nobody answers. */
    OptionalDouble metric(String metric) {
        try {
            return Http.get(URI.create("http://localhost:" + management + "/q/metrics"))
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(metric + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(metric.length())))
                    .findFirst();
        } catch (UncheckedIOException _) {
            return OptionalDouble.empty();
        }
    }

    void awaitReady() {
        await(name + " is ready")
                .atMost(STARTS)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(this::isReady);
    }

    /** How long ago the engine started it. */
    Duration age() {
        return Duration.between(Instant.parse(inspect().getState().getStartedAt()), Instant.now());
    }

    InspectContainerResponse inspect() {
        return docker().inspectContainerCmd(id()).exec();
    }

    /** As by a power cut. */
    void kill() {
        docker().killContainerCmd(id()).exec();
    }

    /** As an orchestrator does it; the exit code. */
    long stop() {
        docker().stopContainerCmd(id()).withTimeout(STOP_SECONDS).exec();
        return Objects.requireNonNull(inspect().getState().getExitCodeLong());
    }

    void start() {
        docker().startContainerCmd(id()).exec();
    }

    void restart() {
        docker().restartContainerCmd(id()).withTimeout(STOP_SECONDS).exec();
    }

    void pause() {
        docker().pauseContainerCmd(id()).exec();
    }

    void resume() {
        docker().unpauseContainerCmd(id()).exec();
    }

    /** Cuts it off the network. Its ports here go with it. */
    void disconnect() {
        docker().disconnectFromNetworkCmd()
                .withContainerId(id())
                .withNetworkId(network.getId())
                .exec();
    }

    void connect() {
        docker().connectToNetworkCmd()
                .withContainerId(id())
                .withNetworkId(network.getId())
                .withContainerNetwork(new ContainerNetwork().withAliases(name))
                .exec();
    }

    /** Runs a program of its image in it. */
    Container.ExecResult run(String... command) {
        try {
            return container.execInContainer(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }

    private String id() {
        return container.getContainerId();
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    /** Waits for nothing: services are awaited by their readiness, all of them at once. */
    private static final class Started extends AbstractWaitStrategy {

        @Override
        protected void waitUntilReady() {}
    }
}
