package org.papertide.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.WebhookReceiver;
import org.papertide.testing.WebhookReceiver.Answer;

class WebhookClientTest {

    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final List<String> HERE = List.of("127.0.0.0/8");

    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    private static WebhookClient client(List<String> allowed, AddressGuard.Names names) {
        return client(allowed, names, Duration.ofSeconds(20));
    }

    private static WebhookClient client(
            List<String> allowed, AddressGuard.Names names, Duration timeout) {
        return new WebhookClient(
                new AddressGuard(allowed), names, timeout, 8, 100, Clock.systemUTC());
    }

    private static WebhookAnswer post(WebhookClient client, URI uri) {
        return client.post(uri, "application/json", Map.of("webhook-id", "msg_1"), BODY);
    }

    @Test
    void postsAndReadsTheAnswer() {
        receiver.answer(_ -> new Answer(202, "thanks", Map.of("Retry-After", "7")));
        try (WebhookClient client = client(HERE, InetAddress::getAllByName)) {
            assertThat(post(client, receiver.uri("/x?y=z")))
                    .isEqualTo(
                            new WebhookAnswer.Answered(
                                    202, "thanks", Optional.of(Duration.ofSeconds(7))));
        }
        assertThat(receiver.received())
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.path()).isEqualTo("/x?y=z");
                    assertThat(request.headers())
                            .containsEntry("webhook-id", "msg_1")
                            .containsEntry("content-type", "application/json");
                });
    }

    @Test
    void followsNoRedirect() {
        receiver.answer(_ ->
                new Answer(302, "", Map.of("Location", receiver.uri("/elsewhere").toString())));
        try (WebhookClient client = client(HERE, InetAddress::getAllByName)) {
            assertThat(post(client, receiver.uri("/")))
                    .isInstanceOfSatisfying(
                            WebhookAnswer.Answered.class,
                            answer -> {
                                assertThat(answer.status()).isEqualTo(302);
                                assertThat(answer.isTaken()).isFalse();
                            });
        }
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void callsNoClosedAddressByNumberOrByName() {
        try (WebhookClient client =
                client(List.of(), _ -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
            WebhookAnswer refused = new WebhookAnswer.Failed("the address is not public");
            assertThat(post(client, receiver.uri("/"))).isEqualTo(refused);
            int port = receiver.uri("/").getPort();
            assertThat(post(client, URI.create("http://rebound.example:" + port + "/")))
                    .isEqualTo(refused);
        }
        assertThat(receiver.received()).isEmpty();
    }

    /** The name means a public address when it is checked, and this machine a moment later. */
    @Test
    void connectsToTheAddressThatWasChecked() throws UnknownHostException {
        InetAddress unroutable = InetAddress.getByName("240.0.0.1");
        AtomicInteger lookUps = new AtomicInteger();
        AddressGuard.Names rebinding =
                _ ->
                        new InetAddress[] {
                            lookUps.getAndIncrement() == 0
                                    ? unroutable
                                    : InetAddress.getLoopbackAddress()
                        };
        try (WebhookClient client =
                client(List.of("240.0.0.1"), rebinding, Duration.ofSeconds(2))) {
            int port = receiver.uri("/").getPort();
            URI uri = URI.create("http://rebound.example:" + port + "/");
            assertThat(post(client, uri)).isInstanceOf(WebhookAnswer.Failed.class);
            assertThat(lookUps).hasValue(1);
            assertThat(post(client, uri))
                    .isEqualTo(new WebhookAnswer.Failed("the address is not public"));
        }
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void readsNoMoreThanTheBeginningOfALargeAnswer() {
        receiver.answer(_ -> new Answer(200, "x".repeat(3_000_000), Map.of()));
        try (WebhookClient client = client(HERE, InetAddress::getAllByName)) {
            assertThat(post(client, receiver.uri("/")))
                    .isInstanceOfSatisfying(
                            WebhookAnswer.Answered.class,
                            answer -> assertThat(answer.body()).hasSize(WebhookClient.MOST_BYTES));
            assertThat(post(client, receiver.uri("/"))).isInstanceOf(WebhookAnswer.Answered.class);
        }
    }

    /** To read on would hold a thread and a place of the receiver until the deadline. */
    @Test
    void hangsUpOnAnAnswerWithoutEnd() throws IOException {
        AtomicLong sent = new AtomicLong();
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket endless = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                WebhookClient client =
                        client(HERE, InetAddress::getAllByName, Duration.ofMinutes(1))) {
            Thread.ofVirtual().start(() -> pour(endless, sent, over));
            URI uri = URI.create("http://127.0.0.1:" + endless.getLocalPort() + "/");
            assertThat(post(client, uri))
                    .isInstanceOfSatisfying(
                            WebhookAnswer.Answered.class,
                            answer -> {
                                assertThat(answer.isTaken()).isTrue();
                                assertThat(answer.body()).hasSize(WebhookClient.MOST_BYTES);
                            });
            assertThat(over.await(20, TimeUnit.SECONDS)).as("the client hangs up").isTrue();
            assertThat(sent.get()).isLessThan(50_000_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pour(ServerSocket server, AtomicLong sent, CountDownLatch over) {
        byte[] much = "z".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(much);
                sent.addAndGet(much.length);
            }
        } catch (IOException _) {
            over.countDown();
        }
    }

    @Test
    void givesUpOnAnAnswerThatDripsOrNeverComes() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (ServerSocket dripping = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                WebhookClient client =
                        client(HERE, InetAddress::getAllByName, Duration.ofMillis(700))) {
            Thread.ofVirtual().start(() -> drip(dripping, end, "HTTP/1.1 200 OK\r\nX: "));
            URI uri = URI.create("http://127.0.0.1:" + dripping.getLocalPort() + "/");
            assertThat(post(client, uri)).isEqualTo(new WebhookAnswer.Failed("no answer in time"));
        } finally {
            end.countDown();
        }
    }

    /** Else it would get the event again, which it has taken. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5000", "Transfer-Encoding: chunked"})
    void takesTheStatusOfAnAnswerWhoseRestDoesNotCome(String header) throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        try (ServerSocket dripping = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                WebhookClient client =
                        client(HERE, InetAddress::getAllByName, Duration.ofMillis(700))) {
            Thread.ofVirtual()
                    .start(() -> drip(dripping, end, "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n"));
            URI uri = URI.create("http://127.0.0.1:" + dripping.getLocalPort() + "/");
            assertThat(post(client, uri))
                    .isInstanceOfSatisfying(
                            WebhookAnswer.Answered.class,
                            answer -> assertThat(answer.isTaken()).isTrue());
        } finally {
            end.countDown();
        }
    }

    private static void drip(ServerSocket server, CountDownLatch end, String head) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            while (!end.await(50, TimeUnit.MILLISECONDS)) {
                out.write('y');
                out.flush();
            }
        } catch (IOException _) {
            // The client hung up.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void saysWhatIsNoHttpInWordsOfItsOwn() throws IOException {
        try (ServerSocket garbage = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                WebhookClient client = client(HERE, InetAddress::getAllByName)) {
            answerAtOnce(garbage, "220 mail.example ESMTP\r\n");
            URI uri = URI.create("http://127.0.0.1:" + garbage.getLocalPort() + "/");
            assertThat(post(client, uri))
                    .isInstanceOfSatisfying(
                            WebhookAnswer.Failed.class,
                            failed ->
                                    assertThat(failed.reason())
                                            .doesNotContain("mail.example", "127.0.0.1"));
        }
    }

    @Test
    void sendsNothingWhereTheConnectionIsNotSecure() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                WebhookClient client = client(HERE, InetAddress::getAllByName)) {
            answerAtOnce(plain, "HTTP/1.1 200 OK\r\n\r\n");
            assertThat(post(client, URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/")))
                    .isEqualTo(new WebhookAnswer.Failed("no secure connection"));
        }
    }

    private static void answerAtOnce(ServerSocket server, String answer) {
        Thread.ofVirtual()
                .start(() -> {
                    try (Socket socket = server.accept()) {
                        int first = socket.getInputStream().read();
                        assertThat(first).isNotNegative();
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Test
    void readsHowLongToWait() {
        Instant now = Instant.parse("2026-05-04T08:00:00Z");
        assertThat(WebhookClient.retryAfter("120", now)).contains(Duration.ofMinutes(2));
        assertThat(WebhookClient.retryAfter("Mon, 4 May 2026 08:01:00 GMT", now))
                .contains(Duration.ofMinutes(1));
        assertThat(WebhookClient.retryAfter("Mon, 4 May 2026 07:00:00 GMT", now))
                .contains(Duration.ZERO);
        assertThat(WebhookClient.retryAfter("999999999", now)).contains(Duration.ofHours(24));
        for (String other : new String[] {null, "", "soon", "-5", "1e9", "99999999999999999999"}) {
            assertThat(WebhookClient.retryAfter(other, now)).isEmpty();
        }
    }
}
