package org.papertide.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.platform.Keytool;

/** One client of Kafka, whose certificate is renewed while it runs. */
class RenewedCertificatesTest {

    private static final char[] PASSWORD = "keystore-password".toCharArray();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir Path directory;

    /** Of the certificates that clients came with. */
    private final List<BigInteger> seen = new CopyOnWriteArrayList<>();

    private KeyStore broker;
    private SSLServerSocket server;

    @BeforeEach
    void startServer() throws Exception {
        broker = keys("broker");
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(broker, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), new TrustManager[] {new TrustsAll()}, null);
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
        server.setNeedClientAuth(true);
        var _ = Thread.ofVirtual().start(this::acceptAll);
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    /** Looks at who comes, and ends the connection: the client asks again and again. */
    private void acceptAll() {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.startHandshake();
                Certificate[] chain = socket.getSession().getPeerCertificates();
                seen.add(((X509Certificate) chain[0]).getSerialNumber());
            } catch (IOException _) {
                // The client's next connection comes.
            }
        }
    }

    @Test
    void takesWhatTheFilesHaveForEachNewConnection() throws Exception {
        KeyStore first = keys("first");
        KeyStore second = keys("second");
        publish("1", first);
        try (AutoCloseable _ = askingClient()) {
            await().atMost(PATIENCE).until(() -> seen.contains(serial(first)));

            publish("2", second);
            await().atMost(PATIENCE).until(() -> seen.contains(serial(second)));
        }
    }

    @Test
    void goesOnWithThoseOfBeforeWhileTheFilesCannotBeUsed() throws Exception {
        KeyStore first = keys("first");
        publish("1", first);
        try (AutoCloseable _ = askingClient()) {
            await().atMost(PATIENCE).until(() -> seen.contains(serial(first)));

            Files.writeString(directory.resolve("1/user.crt"), "half of a certif");
            int before = seen.size();
            await().atMost(PATIENCE).until(() -> seen.size() > before + 2);
            Files.delete(directory.resolve("user.crt"));
            int later = seen.size();
            await().atMost(PATIENCE).until(() -> seen.size() > later + 2);
        }
        assertThat(seen).containsOnly(serial(first));
    }

    /** As a secret is mounted: a link to a folder, which is replaced at once. */
    private void publish(String version, KeyStore keys) throws Exception {
        Path folder = Files.createDirectory(directory.resolve(version));
        String alias = keys.aliases().nextElement();
        Files.writeString(
                folder.resolve("user.crt"),
                pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()));
        Files.writeString(
                folder.resolve("user.key"),
                pem("PRIVATE KEY", keys.getKey(alias, PASSWORD).getEncoded()));
        Path next = Files.createSymbolicLink(directory.resolve("next"), folder);
        Files.move(next, directory.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
        for (String file : List.of("user.crt", "user.key")) {
            Path link = directory.resolve(file);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("data", file));
            }
        }
    }

    /**
     * Nobody answers: the client connects again and again. Closed with patience, it would wait a
     * minute for the answer.
     */
    private AutoCloseable askingClient() throws IOException, GeneralSecurityException {
        Path authority = directory.resolve("ca.crt");
        Files.writeString(
                authority, pem("CERTIFICATE", broker.getCertificate("broker").getEncoded()));
        Admin admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers", "localhost:" + server.getLocalPort(),
                                "security.protocol", "SSL",
                                "ssl.engine.factory.class", RenewedCertificates.class.getName(),
                                "ssl.truststore.location", authority.toString(),
                                "ssl.keystore.location", directory.resolve("user.crt").toString()));
        var _ = admin.describeCluster();
        return () -> admin.close(Duration.ZERO);
    }

    private KeyStore keys(String alias) throws Exception {
        Path file = directory.resolve(alias + ".p12");
        Keytool.makeKeys(file, alias, new String(PASSWORD));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static BigInteger serial(KeyStore keys) throws GeneralSecurityException {
        return ((X509Certificate) keys.getCertificate(keys.aliases().nextElement()))
                .getSerialNumber();
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(what, Base64.getMimeEncoder().encodeToString(content), what);
    }

    /** The test looks at who came. */
    private static final class TrustsAll implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate @Nullable [] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate @Nullable [] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
