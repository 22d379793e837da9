package org.papertide.ranking.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Ranking;
import org.papertide.platform.loop.UnavailableException;

class FeedHubTest {

    private static final URI FEED =
            URI.create("https://papertide.example/feeds/rising/day.atom?limit=2");

    private record Settings(Optional<URI> hub, Duration pingEvery) implements HubSettings {}

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Readers readers = new Readers();
    private HttpServer server;
    private FeedHub hub;
    private int status = 204;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    heard.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(status, -1);
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
                        new Rankings(readers.readModel, readers.clock),
                        readers.clock);
    }

    @AfterEach
    void end() {
        server.stop(0);
        readers.close();
    }

    @Test
    void hearsOfOtherPapersAndNotTwice() throws InterruptedException {
        hub.watch(FEED, 2, show(1, 2, 3));

        hub.turn();
        show(2, 1, 4);
        hub.turn();
        assertThat(heard).as("the same papers in another order").isEmpty();

        show(4, 2, 1);
        hub.turn();
        show(5, 2, 1);
        hub.turn();
        assertThat(heard)
                .singleElement()
                .asString()
                .startsWith(
                        "hub.mode=publish&hub.url=https%3A%2F%2Fpapertide.example%2Ffeeds%2Frising%2Fday.atom%3Flimit%3D2");
    }

    @Test
    void isToldLaterIfItFails() throws InterruptedException {
        hub.watch(FEED, 2, show(1, 2));
        show(3, 2);
        status = 500;
        assertThatThrownBy(hub::turn)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the hub answers 500");
        server.stop(0);
        assertThatThrownBy(hub::turn).isInstanceOf(UnavailableException.class);
        assertThat(heard).hasSize(1);
    }

    private Ranking show(int... numbers) {
        Ranking ranking = Readers.ranking(Readers.RISING_DAY, Readers.NOW, 5, numbers);
        readers.send(ranking);
        return ranking;
    }
}
