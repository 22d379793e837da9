package org.papertide.ranking.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.platform.loop.Loops;
import org.papertide.platform.loop.UnavailableException;

/**
 * Tells a WebSub hub (W3C, 2018, section 7) which feeds have other papers: of those that were asked
 * for within a day, each at most once in some minutes, and a bounded number a turn. No reader waits
 * for it, and a hub that fails is asked again later.
 */
@Singleton
class FeedHub {

    /** Feeds that are watched; more than these are asked for by somebody who tries them out. */
    private static final int MAX_FEEDS = 500;

    private static final int MAX_PINGS = 20;

    private static final Duration WATCHED = Duration.ofDays(1);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration TURN = Duration.ofSeconds(15);

    private final Optional<URI> hub;
    private final Duration every;
    private final Rankings rankings;
    private final Clock clock;
    private final Cache<URI, Watched> watched =
            Caffeine.newBuilder().maximumSize(MAX_FEEDS).expireAfterAccess(WATCHED).build();
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /**
     * A feed that somebody reads.
     *
     * @param key of its ranking
     * @param limit how many papers it has
     * @param papers that the hub knows of
     * @param told when it was last told
     */
    private record Watched(RankingKey key, int limit, List<PaperId> papers, Instant told) {}

    @Inject
    FeedHub(HubSettings settings, Rankings rankings, Clock clock) {
        this.hub = settings.hub();
        this.every = settings.pingEvery();
        this.rankings = rankings;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Loops loops) {
        if (hub.isPresent()) {
            loops.start(
                    "pings of the feeds' hub",
                    () -> {
                        turn();
                        return TURN;
                    });
        }
    }

    /** The hub, if there is one. */
    Optional<URI> address() {
        return hub;
    }

    /** Watches a feed that somebody has asked for, from what it holds now. */
    void watch(URI feed, int limit, Ranking shown) {
        if (hub.isPresent()) {
            var _ =
                    watched.get(
                            feed,
                            _ ->
                                    new Watched(
                                            shown.key(),
                                            limit,
                                            papers(shown.first(limit)),
                                            Instant.EPOCH));
        }
    }

    /**
     * Tells the hub of what has changed.
     *
     * @throws UnavailableException if the hub does not take it; then it is told later
     */
    void turn() throws InterruptedException {
        Instant now = clock.instant();
        int pings = 0;
        for (Map.Entry<URI, Watched> each : Map.copyOf(watched.asMap()).entrySet()) {
            Watched feed = each.getValue();
            if (pings == MAX_PINGS || feed.told().plus(every).isAfter(now)) {
                continue;
            }
            List<PaperId> papers = papers(rankings.present(feed.key()).first(feed.limit()));
            if (!papers.equals(feed.papers())) {
                ping(each.getKey());
                pings++;
                var _ =
                        watched.asMap()
                                .replace(
                                        each.getKey(),
                                        feed,
                                        new Watched(feed.key(), feed.limit(), papers, now));
            }
        }
    }

    private void ping(URI feed) throws InterruptedException {
        URI to = hub.orElseThrow();
        String address = URLEncoder.encode(feed.toString(), StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(to)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "hub.mode=publish&hub.url="
                                                + address
                                                + "&hub.topic="
                                                + address))
                        .build();
        try {
            HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() / 100 != 2) {
                throw new UnavailableException("the hub answers " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new UnavailableException("the hub does not answer", e);
        }
    }

    private static List<PaperId> papers(Ranking ranking) {
        // Another order is no news: readers know a paper by its id.
        return ranking.entries().stream()
                .map(entry -> entry.paper().id())
                .sorted(Comparator.comparing(PaperId::value))
                .toList();
    }
}
