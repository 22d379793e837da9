package org.papertide.ranking.api.feed;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.platform.http.ProblemException;
import org.papertide.platform.loop.Backoff;
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

    /** A hub that does not take so many in a turn is left alone until the next one. */
    private static final int MAX_FAILURES = 3;

    /** How long a feed waits after the hub did not take it, if that happens again and again. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final int TOO_MANY = 429;

    /** So that a turn is short; all feeds have had theirs before one comes again. */
    private static final int MAX_SEARCHES = 50;

    private static final Duration WATCHED = Duration.ofDays(1);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration TURN = Duration.ofSeconds(15);

    private final Optional<URI> hub;
    private final Duration every;
    private final Backoff again;
    private final Clock clock;
    private final Cache<URI, Watched> watched;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    /**
     * A feed that somebody reads. One thread alone, that of the turns, changes it: a change in
     * place is no use of the cache, which forgets what no reader asks for.
     */
    private static final class Watched {

        private final Supplier<List<PaperId>> papers;
        private final Duration pause;
        private List<PaperId> told;
        private Instant due = Instant.EPOCH;
        private int failures;

        Watched(List<PaperId> shown, Duration pause, Supplier<List<PaperId>> papers) {
            this.papers = papers;
            this.pause = pause;
            this.told = sorted(shown);
        }

        boolean isSearch() {
            return pause.isPositive();
        }
    }

    @Inject
    FeedHub(HubSettings settings, Clock clock) {
        this.hub = settings.hub();
        this.every = settings.pingEvery();
        this.again = Backoff.of(every, every.compareTo(LONGEST_WAIT) > 0 ? every : LONGEST_WAIT);
        this.clock = clock;
        this.watched =
                Caffeine.newBuilder()
                        .maximumSize(MAX_FEEDS)
                        .expireAfterAccess(WATCHED)
                        .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                        .executor(Runnable::run)
                        .build();
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

    /**
     * Watches a feed that somebody has asked for.
     *
     * @param shown the papers that it holds now
     * @param pause how long to wait after it was looked at in vain
     * @param papers those that it holds when it is asked
     */
    void watch(URI feed, List<PaperId> shown, Duration pause, Supplier<List<PaperId>> papers) {
        if (hub.isPresent()) {
            var _ = watched.get(feed, _ -> new Watched(shown, pause, papers));
        }
    }

    /**
     * Tells the hub of what has changed. A feed that it does not take comes again later, and does
     * not keep back those behind it.
     *
     * @throws UnavailableException if the hub did not take some
     */
    void turn() throws InterruptedException {
        Instant now = clock.instant();
        int pings = 0;
        int searches = 0;
        List<UnavailableException> failures = new ArrayList<>();
        for (Map.Entry<URI, Watched> each : Map.copyOf(watched.asMap()).entrySet()) {
            Watched feed = each.getValue();
            if (feed.due.isAfter(now) || (feed.isSearch() && ++searches > MAX_SEARCHES)) {
                continue;
            }
            Optional<List<PaperId>> papers = present(feed);
            if (papers.isEmpty() || papers.get().equals(feed.told)) {
                feed.due = now.plus(feed.pause);
            } else if (pings < MAX_PINGS && failures.size() < MAX_FAILURES) {
                pings++;
                try {
                    ping(each.getKey());
                    feed.told = papers.get();
                    feed.failures = 0;
                    feed.due = now.plus(every);
                } catch (UnavailableException e) {
                    failures.add(e);
                    feed.failures++;
                    feed.due = now.plus(again.pause(feed.failures));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
    }

    /** Empty while nobody can say, such as for a search while the index is opened. */
    private static Optional<List<PaperId>> present(Watched feed) {
        try {
            return Optional.of(sorted(feed.papers.get()));
        } catch (UnavailableException | InvalidStateStoreException | ProblemException _) {
            return Optional.empty();
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
            int status = answer.statusCode();
            // A feed that it refuses it would refuse again, and others wait behind.
            boolean refused = status / 100 == 4 && status != TOO_MANY;
            if (status / 100 != 2 && !refused) {
                throw new UnavailableException("the hub answers " + status);
            }
        } catch (IOException e) {
            throw new UnavailableException("the hub does not answer", e);
        }
    }

    /** The papers of a ranking. */
    static List<PaperId> ids(Ranking ranking) {
        return ranking.entries().stream().map(entry -> entry.paper().id()).toList();
    }

    /** Another order is no news: readers know a paper by its id. */
    private static List<PaperId> sorted(List<PaperId> papers) {
        return papers.stream().sorted(Comparator.comparing(PaperId::value)).toList();
    }
}
