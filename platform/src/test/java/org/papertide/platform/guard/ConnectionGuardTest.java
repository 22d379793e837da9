package org.papertide.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.platform.Keytool;

@ParameterizedClass
@EnumSource(ConnectionGuardTest.Port.class)
class ConnectionGuardTest {

    /** What a port speaks. */
    enum Port {
        /** As the services' main ports do. */
        HTTP_1,
        /** As Quarkus's management port does, which has no setting for it. */
        HTTP_1_AND_2,
        TLS
    }

    private static final Duration WITHIN = Duration.ofMillis(400);
    private static final int PER_CLIENT = 100;

    private static final String PASSWORD = "keystore-password";

    @TempDir private static Path keys;
    private static Path store;
    private static SSLContext trusting;

    private final Port kind;
    private final ExecutorService dripping = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> sockets = new ArrayList<>();
    private HttpClient http;
    private Vertx vertx;
    private int port;

    ConnectionGuardTest(Port kind) {
        this.kind = kind;
    }

    @BeforeAll
    static void makeKeys() throws Exception {
        store = keys.resolve("server.p12");
        Keytool.makeKeys(store, "server", PASSWORD);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
    }

    /** Answers when the request is complete; {@code /later} only after the deadline. */
    @BeforeEach
    void begin() throws Exception {
        ConnectionGuard.install(
                new ConnectionLimits(
                        1_000, PER_CLIENT, WITHIN, Optional.of(List.of("/lists", " /imports"))),
                new Clients(List.of()));
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting)
                        .build();
        vertx = Vertx.vertx();
        HttpServer server =
                vertx.createHttpServer(
                                new HttpServerOptions()
                                        .setHttp2ClearTextEnabled(kind == Port.HTTP_1_AND_2)
                                        .setSsl(kind == Port.TLS)
                                        .setKeyCertOptions(
                                                new PfxOptions()
                                                        .setPath(store.toString())
                                                        .setPassword(PASSWORD)))
                        .requestHandler(request ->
                                request.endHandler(_ -> {
                                    if ("/later".equals(request.path())) {
                                        vertx.setTimer(
                                                3 * WITHIN.toMillis(),
                                                _ -> request.response().end("done"));
                                    } else if (request.uri().startsWith("/.")) {
                                        request.response().end(request.uri());
                                    } else {
                                        request.response().end("done");
                                    }
                                }));
        port =
                server.listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS)
                        .actualPort();
    }

    @AfterEach
    void end() throws Exception {
        dripping.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Of the head, of the body, and of a second request on a connection that is kept. */
    @Test
    void closesConnectionsThatDripAndAnswersOthersMeanwhile() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        for (int i = 0; i < 15; i++) {
            drip("GET / HTTP/1.1\r\nhost: localhost\r\nx: ", closed);
            drip("POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100000\r\n\r\n", closed);
            drip("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nfff\r\n", closed);
            drip("GET / HTTP/1.1\r\nhost: localhost\r\n\r\nGET / HTTP/1.1\r\nx: ", closed);
        }
        int answered = 0;
        while (closed.get() < 60 && answered < 10_000) {
            assertThat(get("/")).isEqualTo("done");
            answered++;
        }
        assertThat(answered).isBetween(1, 9_999);
    }

    @Test
    void waitsForARequestThatMayTakeLonger() throws Exception {
        Socket socket = connect();
        write(socket, "POST /imports HTTP/1.1\r\nhost: a\r\ncontent-length: 30\r\n\r\n");
        for (int i = 0; i < 30; i++) {
            LockSupport.parkNanos(2 * WITHIN.toNanos() / 30);
            write(socket, "x");
        }
        assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void waitsForTheServersAnswerAndForTheNextRequest() throws Exception {
        assertThat(get("/later")).isEqualTo("done");
        Socket socket = connect();
        write(socket, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        LockSupport.parkNanos(2 * WITHIN.toNanos());
        write(socket, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
    }

    /** The server gets another request in its place, which its handlers can answer. */
    @ParameterizedTest
    @CsvSource({
        "long-head, /, 9000",
        "long-address, /?xxxxxxxxx, 0",
        "request, '', 0",
        "address, /%zz, 0",
        "address, /\\, 0"
    })
    void passesOnWhatCanBeAnsweredForWhatCannotBeRead(String kind, String path, int header)
            throws Exception {
        Socket socket = connect();
        write(
                socket,
                "GET %s HTTP/1.1\r\nhost: a\r\nx: %s\r\n\r\n"
                        .formatted(path.replace("x", "x".repeat(1_000)), "y".repeat(header)));
        readUntil(socket, "/.unreadable/" + kind);
    }

    /** Whatever the port makes of it: refused by some, cut at the deadline by others. */
    @Test
    void closesAConnectionOfHttp2() throws Exception {
        Socket socket = connect();
        write(socket, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
        assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
    }

    @Test
    void closesMoreConnectionsThanAClientMayHave() throws Exception {
        for (int i = 0; i < PER_CLIENT; i++) {
            Socket socket = connect();
            write(socket, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(isClosed(connect())).isTrue();
        sockets.getFirst().close();
        await("the place is free")
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> {
                    Socket next = connect();
                    write(next, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
                    return statusLine(next).equals("HTTP/1.1 200 OK");
                });
    }

    private void drip(String beginning, AtomicInteger closed) throws IOException {
        Socket socket = connect();
        dripping.execute(() -> {
            try {
                write(socket, beginning);
                while (!Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(WITHIN.toNanos() / 20);
                    write(socket, "y");
                }
            } catch (IOException _) {
                closed.incrementAndGet();
            }
        });
    }

    private Socket connect() throws IOException {
        Socket socket =
                kind == Port.TLS ? trusting.getSocketFactory().createSocket() : new Socket();
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        sockets.add(socket);
        return socket;
    }

    /** In the handshake of TLS, as a failure of it. */
    private static boolean isClosed(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads an answer that has the body {@code done}. */
    private static String statusLine(Socket socket) throws IOException {
        String answer = readUntil(socket, "done");
        return answer.substring(0, answer.indexOf("\r\n"));
    }

    private static String readUntil(Socket socket, String body) throws IOException {
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (answer.indexOf("\r\n\r\n" + body) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after " + answer);
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    private String get(String path) throws Exception {
        String scheme = kind == Port.TLS ? "https" : "http";
        return http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "%s://127.0.0.1:%d%s"
                                                        .formatted(scheme, port, path)))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
