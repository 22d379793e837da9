package org.papertide.testing.containers;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.papertide.local.stack.StackServer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A server as a container, on fixed ports of this machine, so that a restart keeps its address. */
final class ContainerServer implements StackServer {

    private final String name;
    private final GenericContainer<?> container;
    private final Map<String, String> facts;
    private boolean created;
    private boolean running;

    private ContainerServer(String name, GenericContainer<?> container, Map<String, String> facts) {
        this.name = name;
        this.container = container.withStartupTimeout(Duration.ofSeconds(90));
        this.facts = Map.copyOf(facts);
    }

    /** A broker of the version that the clients have, as the embedded one. */
    static ContainerServer kafka(int port) {
        GenericContainer<?> container =
                container("apache/kafka:" + kafkaVersion(), List.of(port + ":" + port))
                        .withEnv("KAFKA_NODE_ID", "1")
                        .withEnv("KAFKA_PROCESS_ROLES", "broker,controller")
                        .withEnv(
                                "KAFKA_LISTENERS",
                                "PLAINTEXT://0.0.0.0:%d,CONTROLLER://0.0.0.0:9093".formatted(port))
                        .withEnv("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://127.0.0.1:" + port)
                        .withEnv("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER")
                        .withEnv(
                                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                                "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT")
                        .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093")
                        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                        .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1")
                        .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1")
                        .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1")
                        .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
                        .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1")
                        .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                        .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
                        .withEnv("KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE", "4194304")
                        .waitingFor(Wait.forLogMessage(".*Kafka Server started.*", 1));
        return new ContainerServer(
                "kafka", container, Map.of("kafka.bootstrap", "127.0.0.1:" + port));
    }

    /** As Kafka's own jar on the class path has it. */
    private static String kafkaVersion() {
        Properties version = new Properties();
        try (InputStream in =
                ContainerServer.class
                        .getClassLoader()
                        .getResourceAsStream("kafka/kafka-version.properties")) {
            version.load(Objects.requireNonNull(in, "Kafka is not on the class path"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return version.getProperty("version");
    }

    static ContainerServer postgres(int port, String password) {
        GenericContainer<?> container =
                container("postgres:18", List.of(port + ":5432"))
                        .withEnv("POSTGRES_USER", "papertide")
                        .withEnv("POSTGRES_PASSWORD", password)
                        .withEnv("POSTGRES_DB", "postgres")
                        .withCommand("postgres", "-c", "max_connections=200", "-c", "fsync=off")
                        .waitingFor(
                                Wait.forLogMessage(
                                        ".*database system is ready to accept connections.*", 2));
        return new ContainerServer(
                "postgres",
                container,
                Map.of(
                        "postgres.url",
                        "jdbc:postgresql://127.0.0.1:%d/%%s".formatted(port),
                        "postgres.user",
                        "papertide",
                        "postgres.password",
                        password));
    }

    static ContainerServer mail(int smtp, int imap) {
        GenericContainer<?> container =
                container("greenmail/standalone:2.1.8", List.of(smtp + ":3025", imap + ":3143"))
                        .withEnv(
                                "GREENMAIL_OPTS",
                                "-Dgreenmail.setup.test.all -Dgreenmail.hostname=0.0.0.0"
                                        + " -Dgreenmail.auth.disabled")
                        // Its servers listen by this line. A check by connection might use another
                        // address than the one they are bound to.
                        .waitingFor(Wait.forLogMessage(".*Starting GreenMail API server.*", 1));
        return new ContainerServer(
                "mail",
                container,
                Map.of(
                        "mail.smtp", Integer.toString(smtp),
                        "mail.imap", Integer.toString(imap)));
    }

    private static GenericContainer<?> container(String image, List<String> ports) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image));
        container.setPortBindings(ports.stream().map(p -> "127.0.0.1:" + p).toList());
        return container;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, String> facts() {
        return facts;
    }

    @Override
    public synchronized void start() {
        if (!created) {
            container.start();
            created = true;
        } else if (!running) {
            client().startContainerCmd(container.getContainerId()).exec();
        }
        running = true;
    }

    @Override
    public synchronized void stop() {
        if (running) {
            client().stopContainerCmd(container.getContainerId()).withTimeout(20).exec();
            running = false;
        }
    }

    @Override
    public void pause() {
        client().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void resume() {
        client().unpauseContainerCmd(container.getContainerId()).exec();
    }

    /** Removes the container; a stop only stops it. */
    @Override
    public synchronized void close() {
        container.stop();
        running = false;
        created = false;
    }

    private DockerClient client() {
        return container.getDockerClient();
    }
}
