package org.papertide.local.stack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and its controller in this JVM (KRaft, one node), on loopback. Its data stay in
 * its directory and are found again, also after the process was killed.
 */
public final class EmbeddedKafka implements StackServer {

    private final Path directory;
    private final int port;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;

    /**
     * @param directory where its log and settings are kept
     * @param port of the broker, on 127.0.0.1
     * @param controllerPort of the controller, on 127.0.0.1
     */
    public EmbeddedKafka(Path directory, int port, int controllerPort) {
        this.directory = directory;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    @Override
    public String name() {
        return "kafka";
    }

    /** For {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            Path log = directory.resolve("data");
            Files.createDirectories(log);
            Map<String, String> settings = settings(log);
            if (!Files.exists(log.resolve("meta.properties"))) {
                format(settings);
            }
            KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
            starting.startup();
            server = starting;
        } catch (IOException e) {
            throw new ServerFailedException("kafka: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void stop() {
        KafkaRaftServer running = server;
        if (running == null) {
            return;
        }
        running.shutdown();
        running.awaitShutdown();
        server = null;
    }

    @Override
    public Map<String, String> facts() {
        return Map.of("kafka.bootstrap", bootstrapServers());
    }

    private void format(Map<String, String> settings) throws IOException {
        Path file = directory.resolve("server.properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        String[] arguments = {
            "format",
            "--cluster-id",
            Uuid.randomUuid().toString(),
            "--config",
            file.toString(),
            "--ignore-formatted"
        };
        int code = StorageTool.execute(arguments, out);
        if (code != 0) {
            throw new ServerFailedException(
                    "kafka: its directory cannot be formatted: "
                            + output.toString(StandardCharsets.UTF_8).strip());
        }
    }

    private Map<String, String> settings(Path log) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                        .formatted(port, controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
        settings.put("log.dirs", log.toString());
        settings.put("auto.create.topics.enable", "false");
        oneNode(settings);
        quickRestart(settings);
        littleMemory(settings);
        return settings;
    }

    private static void oneNode(Map<String, String> settings) {
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void quickRestart(Map<String, String> settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the broker registers again when its old session has expired: 9 s by default.
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("group.min.session.timeout.ms", "1000");
    }

    private static void littleMemory(Map<String, String> settings) {
        // The cleaner allocates its whole buffer at the start: 128 MB by default.
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        settings.put("log.cleaner.io.buffer.size", "262144");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("num.replica.fetchers", "1");
        settings.put("replica.fetch.max.bytes", "4194304");
        settings.put("log.index.size.max.bytes", "1048576");
    }
}
