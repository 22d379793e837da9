package org.papertide.ranking.api.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperId;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.ranking.api.readmodel.Readers;
import org.papertide.testing.SettableClock;

class FeedHubTest {

    private static final URI FEED =
            URI.create("https://papertide.example/feeds/rising/day.atom?limit=2");

    private record Settings(Optional<URI> hub, Duration pingEvery) implements HubSettings {}

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final SettableClock clock = new SettableClock(Instant.parse("2025-03-03T12:00:00Z"));
    private List<PaperId> present = List.of();
    private HttpServer server;
    private FeedHub hub;
    private int status = 204;
    private ToIntFunction<String> statusOf = _ -> status;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    heard.add(body);
                    exchange.sendResponseHeaders(statusOf.applyAsInt(body), -1);
                    exchange.close();
                });
        server.start();
        hub =
                new FeedHub(
                        new Settings(
                                Optional.of(
                                        URI.create(
                                                "http://127.0.0.1:"
                                                        + server.getAddress().getPort())),
                                Duration.ofMinutes(5)),
                        clock);
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void hearsOfOtherPapersAndNotTwice() throws InterruptedException {
        watch(1, 2);

        hub.turn();
        show(2, 1);
        hub.turn();
        assertThat(heard).as("the same papers in another order").isEmpty();

        show(4, 2);
        hub.turn();
        show(5, 2);
        hub.turn();
        assertThat(heard)
                .singleElement()
                .asString()
                .startsWith(
                        "hub.mode=publish&hub.url=https%3A%2F%2Fpapertide.example%2Ffeeds%2Frising%2Fday.atom%3Flimit%3D2");
    }

    @Test
    void isToldLaterIfItFails() throws InterruptedException {
        watch(1, 2);
        show(3, 2);
        status = 500;
        assertThatThrownBy(hub::turn)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the hub answers 500");
        hub.turn();
        assertThat(heard).as("not again at once").hasSize(1);
        clock.advance(Duration.ofHours(1));
        server.stop(0);
        assertThatThrownBy(hub::turn).isInstanceOf(UnavailableException.class);
        assertThat(heard).hasSize(1);
    }

    /**
     * Whatever the order of the feeds: those that the hub takes are told, the others come again.
     */
    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void tellsEveryFeedThoughTheHubFailsForSome(int failure) throws InterruptedException {
        int feeds = 40;
        List<String> failing = List.of("number%3D7%26", "number%3D13%26", "number%3D21%26");
        for (int number = 0; number < feeds; number++) {
            hub.watch(
                    URI.create("https://papertide.example/feeds/x?number=" + number + "&"),
                    List.of(),
                    Duration.ZERO,
                    () -> List.of(Readers.id(1)));
        }
        statusOf = body -> failing.stream().anyMatch(body::contains) ? failure : 204;
        for (int turn = 0; turn < 10; turn++) {
            try {
                hub.turn();
            } catch (UnavailableException e) {
                assertThat(e).hasMessage("the hub answers " + failure);
            }
        }
        assertThat(Set.copyOf(heard)).as("told, each once").hasSize(feeds);
        assertThat(heard).hasSize(feeds);

        statusOf = _ -> 204;
        clock.advance(Duration.ofHours(2));
        hub.turn();
        assertThat(heard).as("the three again").hasSize(feeds + 3);
    }

    /** Three at a time are enough to see that nobody is there. */
    @Test
    void asksAHubThatIsAwayForAFewFeedsOnly() {
        for (int number = 0; number < 40; number++) {
            hub.watch(
                    URI.create("https://papertide.example/feeds/x?number=" + number),
                    List.of(),
                    Duration.ZERO,
                    () -> List.of(Readers.id(1)));
        }
        status = 503;
        assertThatThrownBy(hub::turn).isInstanceOf(UnavailableException.class);
        assertThat(heard).hasSize(3);
    }

    @Test
    void goesOnBehindAFeedThatTheHubRefuses() throws InterruptedException {
        watch(1, 2);
        URI other = URI.create("https://papertide.example/feeds/search.atom?q=tides");
        hub.watch(other, List.of(), Duration.ofMinutes(5), () -> List.of(Readers.id(1)));
        show(3, 2);
        status = 400;
        hub.turn();
        assertThat(heard).as("both are tried").hasSize(2);
        hub.turn();
        assertThat(heard).as("and not again at once").hasSize(2);
    }

    /** Nobody asks for it any more, so nobody waits for news of it. */
    @Test
    void forgetsAFeedThatNobodyAsksForHoweverItChanges() throws InterruptedException {
        watch(1, 2);
        for (int hour = 1; hour < 24; hour++) {
            clock.advance(Duration.ofHours(1));
            show(hour, hour + 1);
            hub.turn();
        }
        int inADay = heard.size();
        assertThat(inADay).isGreaterThan(20);

        clock.advance(Duration.ofHours(2));
        show(100, 200);
        hub.turn();
        assertThat(heard).hasSize(inADay);
    }

    @Test
    void looksAtSearchesLessOftenAndOutlivesThoseThatFail() throws InterruptedException {
        AtomicInteger searches = new AtomicInteger();
        hub.watch(
                FEED,
                List.of(),
                Duration.ofMinutes(5),
                () -> {
                    return switch (searches.incrementAndGet()) {
                        case 1 -> throw new UnavailableException("Not ready yet");
                        case 2 -> throw new InvalidStateStoreException("it moves");
                        default -> List.of(Readers.id(1));
                    };
                });
        hub.turn();
        hub.turn();
        assertThat(searches).hasValue(1);
        clock.advance(Duration.ofMinutes(6));
        hub.turn();
        assertThat(searches).hasValue(2);
        assertThat(heard).isEmpty();

        clock.advance(Duration.ofMinutes(6));
        hub.turn();
        assertThat(heard).hasSize(1);
    }

    @Test
    void looksAtAllSearchesSomeInEachTurn() throws InterruptedException {
        AtomicInteger searches = new AtomicInteger();
        for (int feed = 0; feed < 120; feed++) {
            hub.watch(
                    URI.create("https://papertide.example/feeds/author.atom?author=n" + feed),
                    List.of(),
                    Duration.ofMinutes(5),
                    () -> {
                        searches.incrementAndGet();
                        return List.of();
                    });
        }
        hub.turn();
        assertThat(searches).hasValue(50);
        hub.turn();
        hub.turn();
        hub.turn();
        assertThat(searches).hasValue(120);
    }

    private void watch(int... numbers) {
        show(numbers);
        hub.watch(FEED, present, Duration.ZERO, () -> present);
    }

    private void show(int... numbers) {
        present = IntStream.of(numbers).mapToObj(Readers::id).toList();
    }
}
