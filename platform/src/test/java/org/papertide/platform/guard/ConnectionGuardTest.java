package org.papertide.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionGuardTest {

    private static final Duration WITHIN = Duration.ofMillis(400);
    private static final int PER_CLIENT = 100;

    private final ExecutorService dripping = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> sockets = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Vertx vertx;
    private int port;

    /** Answers when the request is complete; {@code /later} only after the deadline. */
    @BeforeEach
    void begin() throws Exception {
        ConnectionGuard.install(
                new ConnectionLimits(1_000, PER_CLIENT, WITHIN, Optional.of(List.of("/imports"))),
                new Clients(List.of()));
        vertx = Vertx.vertx();
        HttpServer server =
                vertx.createHttpServer()
                        .requestHandler(request ->
                                request.endHandler(_ -> {
                                    if ("/later".equals(request.path())) {
                                        vertx.setTimer(
                                                3 * WITHIN.toMillis(),
                                                _ -> request.response().end("done"));
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
            assertThat(get("/", HttpClient.Version.HTTP_1_1)).isEqualTo("done");
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
        assertThat(get("/later", HttpClient.Version.HTTP_1_1)).isEqualTo("done");
        Socket socket = connect();
        write(socket, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        LockSupport.parkNanos(2 * WITHIN.toNanos());
        write(socket, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void leavesHttp2Alone() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(get("/later", HttpClient.Version.HTTP_2)).isEqualTo("done");
        }
    }

    @Test
    void resetsAStreamOfHttp2ThatDripsAndAnswersItsNeighbours() throws Exception {
        Http2Frames client = new Http2Frames(connect());
        client.begin();
        client.headers(1, "/", false);
        client.headers(3, "/imports", false);
        client.drip(() -> client.data(1, "x", false), Http2Frames.RST_STREAM, 1, WITHIN);
        client.headers(5, "/later", true);
        assertThat(client.read(Http2Frames.DATA, 5)).asString().isEqualTo("done");
        client.data(3, "x", true);
        assertThat(client.read(Http2Frames.DATA, 3)).asString().isEqualTo("done");
    }

    /** Of a head or of anything else, also if no further byte comes. */
    @Test
    void closesAConnectionOfHttp2WhoseFrameDrips() throws Exception {
        for (byte type : new byte[] {Http2Frames.HEADERS, Http2Frames.DATA, Http2Frames.PING}) {
            Http2Frames client = new Http2Frames(connect());
            client.begin();
            if (type == Http2Frames.DATA) {
                client.headers(1, "/imports", false);
            }
            client.beginOfFrame(type, type == Http2Frames.PING ? 0 : 1, 10_000);
            assertThat(client.isClosedWhileDripping(WITHIN)).as("type %d", type).isTrue();
        }
        Http2Frames silent = new Http2Frames(connect());
        silent.begin();
        silent.beginOfFrame(Http2Frames.PING, 0, 8);
        assertThat(silent.isClosed()).isTrue();
    }

    @Test
    void closesAConnectionOfHttp2WhoseHeadNeverEnds() throws Exception {
        Http2Frames client = new Http2Frames(connect());
        client.begin();
        client.openHead(1);
        client.beginOfFrame(Http2Frames.CONTINUATION, 1, 10_000);
        assertThat(client.isClosedWhileDripping(WITHIN)).isTrue();
    }

    @Test
    void closesMoreConnectionsThanAClientMayHave() throws Exception {
        for (int i = 0; i < PER_CLIENT; i++) {
            Socket socket = connect();
            write(socket, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
            assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200 OK");
        }
        Socket further = connect();
        assertThat(further.getInputStream().read()).as("closed").isEqualTo(-1);
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
        Socket socket = new Socket();
        socket.setSoTimeout(10_000);
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        sockets.add(socket);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads an answer that has the body {@code done}. */
    private static String statusLine(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (answer.indexOf("\r\n\r\ndone") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after " + answer);
            }
            answer.append((char) next);
        }
        return answer.substring(0, answer.indexOf("\r\n"));
    }

    private String get(String path, HttpClient.Version version) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .version(version)
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
