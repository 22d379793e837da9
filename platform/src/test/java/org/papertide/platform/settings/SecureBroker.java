package org.papertide.platform.settings;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.papertide.platform.Keytool;

/** A Kafka broker in this JVM that wants TLS, and a password by SASL/PLAIN. */
final class SecureBroker implements AutoCloseable {

    private static final String PASSWORD = "keystore-password";

    private final Path directory;
    private final int port;
    private final Path keys;
    private final KafkaRaftServer server;

    private SecureBroker(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        this.keys = directory.resolve("broker.p12");
        this.port = freePort();
        Keytool.makeKeys(keys, "broker", PASSWORD);
        Map<String, String> settings = settings(freePort());
        format(settings);
        server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
        server.startup();
    }

    /** Starts one, whose data and keys are under the directory. */
    static SecureBroker start(Path directory) throws IOException, InterruptedException {
        return new SecureBroker(directory);
    }

    /** By its name, which its certificate has. */
    String bootstrapServers() {
        return "localhost:" + port;
    }

    /** What an operator sets to connect: the protocol, the certificate and the password. */
    Map<String, String> operator() throws IOException, GeneralSecurityException {
        return Map.of(
                "security.protocol", "SASL_SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", certificate(),
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", login("papertide", "reader-password"));
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static String login(String user, String password) {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"%s\" password=\"%s\"".formatted(user, password)
                + ";";
    }

    private Map<String, String> settings(int controllerPort) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@localhost:" + controllerPort);
        settings.put(
                "listeners",
                "SASL_SSL://localhost:%d,CONTROLLER://localhost:%d"
                        .formatted(port, controllerPort));
        settings.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "SASL_SSL");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put(
                "listener.name.sasl_ssl.plain.sasl.jaas.config",
                login("broker", "broker-password")
                        .replace(
                                ";",
                                " user_broker=\"broker-password\""
                                        + " user_papertide=\"reader-password\";"));
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.keystore.location", keys.toString());
        settings.put("ssl.keystore.password", PASSWORD);
        settings.put("ssl.truststore.type", "PKCS12");
        settings.put("ssl.truststore.location", keys.toString());
        settings.put("ssl.truststore.password", PASSWORD);
        settings.put("log.dirs", directory.resolve("data").toString());
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // The cleaner allocates its whole buffer at the start: 128 MB by default.
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        return settings;
    }

    private String certificate() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        byte[] certificate = store.getCertificate("broker").getEncoded();
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----"
                .formatted(Base64.getMimeEncoder().encodeToString(certificate));
    }

    private void format(Map<String, String> settings) throws IOException {
        Path file = directory.resolve("server.properties");
        Properties properties = new Properties();
        properties.putAll(settings);
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String[] arguments = {
            "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
        };
        if (StorageTool.execute(arguments, new PrintStream(output, true, StandardCharsets.UTF_8))
                != 0) {
            throw new IOException(output.toString(StandardCharsets.UTF_8));
        }
    }

    /** One below those that Linux gives to outgoing connections: nobody gets it by chance. */
    private static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException _) {
                // Somebody's.
            }
        }
    }
}
