package org.papertide.ranking.api.live;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.Breakout;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperSummary;
import org.papertide.events.RankingKey;
import org.papertide.events.Score;
import org.papertide.events.Topic;
import org.papertide.events.Window;
import org.papertide.ranking.api.ReaderSteps;
import org.papertide.ranking.api.http.ApiSettings;
import org.papertide.ranking.api.readmodel.Readers;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.SamplePaper;

/** What live clients get, on a real broker: each test has a category of its own. */
@QuarkusTest
@WithTestResource(PapertideTestResource.class)
class LiveIT extends ReaderSteps {

    @Inject ApiSettings settings;

    @Test
    void sendsChangesLiveAndGoesOnWhereAClientWas() throws Exception {
        RankingKey key = rising("test.LIVE");
        publish(key, Instant.now(), 1, 2);
        awaitEntries("/api/v1/trending?category=test.LIVE");
        Live live = live("test.LIVE", null);
        Live.Event first = live.next();
        assertThat(first.name()).isEqualTo("ranking");
        assertThat(first.data()).contains("\"rank\":1", Readers.id(1).value());

        publish(key, Instant.now(), 2, 1);
        Live.Event second = live.next();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.data().indexOf(Readers.id(2).value()))
                .isLessThan(second.data().indexOf(Readers.id(1).value()));

        // Who has the last one is sent nothing but signs of life, until there is another one.
        Live again = live("test.LIVE", second.id());
        await().atMost(PATIENCE).until(() -> live.comments.get() > 0 && again.comments.get() > 0);
        assertThat(again.events).isEmpty();
        publish(key, Instant.now(), 3);
        assertThat(again.next().data()).contains(Readers.id(3).value());
        // Who has an older one is sent the present one at once.
        assertThat(live("test.LIVE", first.id()).next().data()).contains(Readers.id(3).value());
    }

    @Test
    void sendsEachEventOnceToAClientThatComesAndGoes() throws Exception {
        String path = "/api/v1/breakouts/events?streams=breakouts,scores&category=test.EVENTS";
        Live live = follow(path, null);
        await().atMost(PATIENCE).until(() -> live.comments.get() > 0);
        breakout(1, "test.EVENTS");
        breakout(2, "test.OTHER");
        score(3, 5, "test.EVENTS");
        List<Live.Event> first = List.of(live.next(), live.next());
        assertThat(first)
                .extracting(Live.Event::name)
                .containsExactlyInAnyOrder("breakout", "score");
        assertThat(first)
                .extracting(Live.Event::data)
                .anyMatch(data -> data.contains(Readers.id(1).value()))
                .anyMatch(data -> data.contains(Readers.id(3).value()));
        live.close();

        for (int number = 10; number < 40; number++) {
            breakout(number, "test.EVENTS");
        }
        // Any replica knows what the id means: it speaks of the topics alone.
        Live again = follow(path, first.getLast().id());
        Set<String> seen = new HashSet<>();
        String last = "";
        for (int i = 0; i < 15; i++) {
            Live.Event event = again.next();
            last = event.id();
            assertThat(seen.add(event.data())).as("sent once").isTrue();
        }
        again.close();
        Live third = follow(path, last);
        breakout(40, "test.EVENTS");
        while (seen.size() < 31) {
            assertThat(seen.add(third.next().data())).as("sent once").isTrue();
        }
        assertThat(seen).noneMatch(data -> data.contains("test.OTHER"));
        await().atMost(PATIENCE).until(() -> third.comments.get() > 1);
        assertThat(third.events).isEmpty();
    }

    /** Whatever comes for others: a connection without a byte would be cut. */
    @Test
    void givesSignsOfLifeWhileAllThatComesIsForOthers() throws Exception {
        Live live = follow("/api/v1/breakouts/events?streams=scores&category=test.QUIET", null);
        await().atMost(PATIENCE).until(() -> live.comments.get() > 0);
        int before = live.comments.get();
        AtomicInteger number = new AtomicInteger();
        await().atMost(PATIENCE)
                .pollInterval(settings.heartbeat().dividedBy(5))
                .until(() -> {
                    score(number.incrementAndGet(), 5, "test.LOUD");
                    return live.comments.get() >= before + 2;
                });
        assertThat(live.events).isEmpty();
    }

    @Test
    void saysWhenEventsAreNotKeptAnyMore() throws Exception {
        String path = "/api/v1/breakouts/events?category=test.GONE";
        breakout(50, "test.GONE");
        String beyond = "b=" + "999999999,".repeat(topics.partitions() - 1) + "999999999";

        Live live = follow(path, beyond);

        Live.Event gone = live.next();
        assertThat(gone.name()).isEqualTo("gone");
        assertThat(gone.data()).isEqualTo("{\"streams\":[\"breakouts\"]}");
        assertThat(live.next().data()).contains(Readers.id(50).value());
    }

    @Test
    void namesWhatIsWrongWithARequestForEvents() {
        Response refused = get("/api/v1/breakouts/events?streams=all&category=!&minimumScore=x");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.jsonPath().getList("errors.field"))
                .containsExactlyInAnyOrder("streams", "category", "minimumScore");
    }

    private void breakout(int number, String category) {
        Breakout breakout =
                new Breakout(
                        PaperSummary.of(Readers.paper(number, Readers.NOW, category)),
                        30,
                        20,
                        1,
                        List.of(Readers.upvotes()),
                        Readers.NOW);
        send(
                Topic.BREAKOUTS,
                EventCodec.BREAKOUT.key(breakout),
                EventCodec.BREAKOUT.encode(breakout));
    }

    private void score(int number, double value, String category) {
        Score score =
                Readers.score(
                        Readers.paper(number, Readers.NOW, category),
                        value,
                        Readers.upvotes(),
                        Map.of(Window.DAY, true));
        send(Topic.SCORES, EventCodec.SCORE.key(score), EventCodec.SCORE.encode(score));
    }

    @Test
    void refusesMoreClientsThanTheMaximum() throws Exception {
        publish(rising("test.FULL"), Instant.now(), 1);
        awaitEntries("/api/v1/trending?category=test.FULL");
        for (int i = 0; i < 3; i++) {
            assertThat(live("test.FULL", null).next()).isNotNull();
        }
        Response crowded = get("/api/v1/breakouts/events");
        assertThat(crowded.statusCode()).as("a fourth of one address").isEqualTo(429);
        assertThat(crowded.contentType()).startsWith("application/problem+json");
        String path = "/api/v1/trending/events?limit=2&category=test.FULL";
        Instant nextSignOfLife = Instant.now().plus(settings.heartbeat());
        assertThat(follow(path, null, "192.0.2.1").next()).isNotNull();
        Response refused = given().header("X-Forwarded-For", "192.0.2.2").get(path);
        assertThat(refused.statusCode()).as("a fifth in all").isEqualTo(503);
        assertThat(refused.contentType()).startsWith("application/problem+json");
        assertThat(refused.header("Retry-After")).isNotBlank();

        open.removeLast().close();
        // Before something is sent to it.
        await().atMost(Duration.between(Instant.now(), nextSignOfLife))
                .until(() -> clients.size() == 3);
        assertThat(get(path).statusCode()).as("this address still has three").isEqualTo(429);
        assertThat(follow(path, null, "192.0.2.2").next()).isNotNull();
    }

    @Test
    void letsGoOfAClientThatTakesNothingWhileOthersAreServed() throws Exception {
        RankingKey key = rising("test.SLOW");
        int[] papers = IntStream.rangeClosed(1, 200).toArray();
        int[] turned = IntStream.rangeClosed(1, 200).map(number -> 201 - number).toArray();
        publish(key, Instant.now(), papers);
        awaitEntries("/api/v1/trending?category=test.SLOW");
        Socket slow = new Socket();
        open.add(slow);
        slow.setReceiveBufferSize(4096);
        slow.connect(new InetSocketAddress(service.getHost(), service.getPort()));
        String request = "GET /api/v1/trending/events?limit=200&category=test.SLOW HTTP/1.1";
        slow.getOutputStream()
                .write(
                        (request + "\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        await().atMost(PATIENCE).until(() -> clients.size() == 1);
        Live quick = live("test.SLOW", null);
        assertThat(quick.next()).isNotNull();

        long served = 0;
        Instant end = Instant.now().plus(PATIENCE);
        for (int i = 0; clients.size() == 2 && Instant.now().isBefore(end); i++) {
            publish(key, Instant.now().plusSeconds(i), i % 2 == 0 ? turned : papers);
            assertThat(quick.next()).isNotNull();
            served++;
        }

        assertThat(clients.size()).isEqualTo(1);
        assertThat(served).isGreaterThan(10);
        slow.setSoTimeout((int) PATIENCE.toMillis());
        assertThat(isCut(slow)).isTrue();
    }

    /** A slow client of events: what it did not get is in the topic, and others do not wait. */
    @Test
    void letsGoOfAClientOfEventsThatTakesNothingAndServesItLater() throws Exception {
        String path = "/api/v1/breakouts/events?category=test.STUCK";
        Live quick = follow(path, null);
        await().atMost(PATIENCE).until(() -> quick.comments.get() > 0);
        Socket slow = new Socket();
        open.add(slow);
        slow.setReceiveBufferSize(4096);
        slow.connect(new InetSocketAddress(service.getHost(), service.getPort()));
        slow.getOutputStream()
                .write(
                        ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
        await().atMost(PATIENCE).until(() -> clients.size() == 2);

        String first = "";
        int sent = 0;
        Instant end = Instant.now().plus(PATIENCE);
        while (clients.size() == 2 && Instant.now().isBefore(end)) {
            for (int i = 0; i < 50; i++) {
                largeBreakout(1_000 + sent++, "test.STUCK");
            }
            for (int i = 0; i < 50; i++) {
                Live.Event event = quick.next();
                first = first.isEmpty() ? event.id() : first;
            }
        }

        assertThat(clients.size()).isEqualTo(1);
        slow.setSoTimeout((int) PATIENCE.toMillis());
        assertThat(isCut(slow)).isTrue();
        Live again = follow(path, first);
        Set<String> seen = new HashSet<>();
        while (seen.size() < sent - 1) {
            assertThat(seen.add(again.next().data())).as("sent once").isTrue();
        }
    }

    private void largeBreakout(int number, String category) {
        Breakout breakout =
                new Breakout(
                        SamplePaper.of(Readers.id(number), Readers.NOW)
                                .title("t".repeat(2_000))
                                .authors(
                                        IntStream.range(0, 10)
                                                .mapToObj(i -> i + "a".repeat(250))
                                                .toList())
                                .abstractText("b".repeat(15_000))
                                .categories(category)
                                .summary(),
                        30,
                        20,
                        1,
                        List.of(Readers.upvotes()),
                        Readers.NOW);
        send(
                Topic.BREAKOUTS,
                EventCodec.BREAKOUT.key(breakout),
                EventCodec.BREAKOUT.encode(breakout));
    }

    /** Whether a connection ends before what was begun on it has. */
    private static boolean isCut(Socket socket) throws IOException {
        try {
            String rest =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return !rest.endsWith("0\r\n\r\n");
        } catch (SocketException _) {
            return true;
        }
    }

    private Live live(String category, @Nullable String lastEventId)
            throws IOException, InterruptedException {
        return follow("/api/v1/trending/events?limit=2&category=" + category, lastEventId);
    }

    private Live follow(String path, @Nullable String lastEventId)
            throws IOException, InterruptedException {
        return follow(path, lastEventId, "127.0.0.1");
    }

    private Live follow(String path, @Nullable String lastEventId, String address)
            throws IOException, InterruptedException {
        Live live = new Live(service.resolve(path), lastEventId, address);
        open.add(live);
        return live;
    }

    /** A client of live changes. */
    private static final class Live implements AutoCloseable {

        private final HttpClient http = HttpClient.newHttpClient();
        private final InputStream in;
        final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        final AtomicInteger comments = new AtomicInteger();

        record Event(String name, String id, String data) {}

        Live(URI uri, @Nullable String lastEventId, String address)
                throws IOException, InterruptedException {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri).header("X-Forwarded-For", address);
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<InputStream> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            assertThat(answer.headers().firstValue("Cache-Control"))
                    .contains("no-cache, no-transform");
            in = answer.body();
            Thread.ofVirtual().start(this::read);
        }

        Event next() throws InterruptedException {
            Event event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(event).isNotNull();
            return event;
        }

        private void read() {
            String name = "";
            String id = "";
            StringBuilder data = new StringBuilder();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(":")) {
                        comments.incrementAndGet();
                    } else if (line.startsWith("event:")) {
                        name = line.substring(6).strip();
                    } else if (line.startsWith("id:")) {
                        id = line.substring(3).strip();
                    } else if (line.startsWith("data:")) {
                        data.append(line.substring(5));
                    } else if (line.isEmpty() && !data.isEmpty()) {
                        events.add(new Event(name, id, data.toString()));
                        data.setLength(0);
                    }
                }
            } catch (IOException e) {
                // Closed by the test.
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
            http.shutdownNow();
        }
    }
}
