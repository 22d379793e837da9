package org.papertide.notify.returned.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.TestCertificate;

/**
 * Against a server of this test with a certificate for Amazon's name. A proxy leads there, so that
 * the addresses are those that the service asks, and the name in the certificate counts.
 */
class HttpAmazonSnsTest {

    private static final String HOST = "https://sns.eu-west-1.amazonaws.com";
    private static final URI CERTIFICATE =
            SnsAddresses.certificate(HOST + "/SimpleNotificationService-0a1b.pem").orElseThrow();
    private static final URI CONFIRMATION =
            SnsAddresses.confirmation(HOST + "/?Action=ConfirmSubscription&Token=y").orElseThrow();

    private final TestCertificate amazon = TestCertificate.of("/webhook/sns-host.p12");
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicReference<byte[]> body = new AtomicReference<>(new byte[0]);
    private HttpsServer server;
    private ServerSocket proxy;
    private volatile int status = 200;

    @BeforeEach
    void begin() throws IOException {
        serve(amazon);
        proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::lead);
    }

    @AfterEach
    void end() throws IOException {
        proxy.close();
        server.stop(0);
    }

    private void serve(TestCertificate shown) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(shown.shown()));
        server.createContext(
                "/",
                exchange -> {
                    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    exchange.getResponseHeaders().set("Location", "https://evil.example/");
                    byte[] bytes = body.get();
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(bytes);
                    } catch (IOException _) {
                        // The client has read enough.
                    }
                });
        server.start();
    }

    /** Each CONNECT leads to the server, whatever host it names. */
    private void lead() {
        while (!proxy.isClosed()) {
            try {
                Socket client = proxy.accept();
                Thread.ofVirtual().start(() -> lead(client));
            } catch (IOException _) {
                // The test is over.
            }
        }
    }

    private void lead(Socket client) {
        try (client;
                Socket inner =
                        new Socket(
                                InetAddress.getLoopbackAddress(), server.getAddress().getPort())) {
            BufferedReader head =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.US_ASCII),
                            1);
            String line = head.readLine();
            asked.add(line.replaceAll(" HTTP.*", ""));
            while (!line.isEmpty()) {
                line = head.readLine();
            }
            client.getOutputStream()
                    .write("HTTP/1.1 200 Leads there\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread back = Thread.ofVirtual().start(() -> copy(inner, client));
            copy(client, inner);
            back.join();
        } catch (IOException | InterruptedException _) {
            // The client has gone.
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // One of both has gone.
        }
    }

    private HttpAmazonSns sns(SSLContext trusting, UnaryOperator<HttpClient.Builder> more) {
        return new HttpAmazonSns(
                more.apply(HttpClient.newBuilder())
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting)
                        .proxy(
                                ProxySelector.of(
                                        new InetSocketAddress(
                                                InetAddress.getLoopbackAddress(),
                                                proxy.getLocalPort()))));
    }

    private HttpAmazonSns sns() {
        return sns(amazon.trusted(), UnaryOperator.identity());
    }

    private static X509Certificate signing() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = HttpAmazonSnsTest.class.getResourceAsStream("/webhook/sns.p12")) {
            keys.load(Objects.requireNonNull(file), "password".toCharArray());
        }
        return (X509Certificate) keys.getCertificate("test");
    }

    private static byte[] pem(X509Certificate certificate) throws Exception {
        return ("-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void fetchesTheCertificateThatSigns() throws Exception {
        body.set(pem(signing()));
        try (HttpAmazonSns sns = sns()) {
            assertThat(sns.certificate(CERTIFICATE)).isEqualTo(signing());
        }
        assertThat(asked)
                .containsExactly(
                        "CONNECT sns.eu-west-1.amazonaws.com:443",
                        "GET /SimpleNotificationService-0a1b.pem");
    }

    @Test
    void confirmsASubscription() throws Exception {
        try (HttpAmazonSns sns = sns()) {
            sns.confirm(CONFIRMATION);
        }
        assertThat(asked).contains("GET /?Action=ConfirmSubscription&Token=y");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 403, 404, 500})
    void believesNothingElseThanSuccess(int answer) throws Exception {
        status = answer;
        body.set(pem(signing()));
        try (HttpAmazonSns sns = sns()) {
            assertThatThrownBy(() -> sns.certificate(CERTIFICATE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(answer));
            assertThatThrownBy(() -> sns.confirm(CONFIRMATION)).isInstanceOf(IOException.class);
        }
        assertThat(asked).noneMatch(each -> each.contains("evil.example"));
    }

    @Test
    void readsNoMoreThanACertificateHas() {
        body.set(new byte[10_000_000]);
        try (HttpAmazonSns sns = sns()) {
            assertThatThrownBy(() -> sns.certificate(CERTIFICATE))
                    .isInstanceOf(IOException.class)
                    .hasMessage("not a certificate");
        }
    }

    /** Whoever answers in Amazon's place has no certificate for its name that Java trusts. */
    @Test
    void believesNobodyWhoseCertificateIsNotTrusted() throws Exception {
        body.set(pem(signing()));
        try (HttpAmazonSns sns = sns(SSLContext.getDefault(), UnaryOperator.identity())) {
            assertThatThrownBy(() -> sns.certificate(CERTIFICATE))
                    .isInstanceOf(SSLHandshakeException.class);
        }
        assertThat(asked).noneMatch(each -> each.startsWith("GET"));
    }

    @Test
    void believesNobodyWhoseCertificateIsForAnotherName() throws Exception {
        server.stop(0);
        serve(TestCertificate.ofLocalhost());
        body.set(pem(signing()));
        try (HttpAmazonSns sns =
                sns(TestCertificate.ofLocalhost().trusted(), UnaryOperator.identity())) {
            assertThatThrownBy(() -> sns.certificate(CERTIFICATE))
                    .isInstanceOf(SSLHandshakeException.class);
        }
        assertThat(asked).noneMatch(each -> each.startsWith("GET"));
    }

    /** Whatever else the client is given. */
    @Test
    void followsNoRedirect() throws Exception {
        status = 302;
        try (HttpAmazonSns sns =
                sns(
                        amazon.trusted(),
                        builder -> builder.followRedirects(HttpClient.Redirect.ALWAYS))) {
            assertThatThrownBy(() -> sns.confirm(CONFIRMATION)).isInstanceOf(IOException.class);
        }
        assertThat(asked).hasSize(2);
    }
}
