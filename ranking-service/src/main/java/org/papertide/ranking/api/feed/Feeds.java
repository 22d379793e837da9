package org.papertide.ranking.api.feed;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.feed.Feed;
import org.papertide.feed.FeedFormat;
import org.papertide.ranking.api.http.ApiSettings;
import org.papertide.ranking.api.http.CacheableResponse;
import org.papertide.ranking.api.readmodel.ReadModel;
import org.papertide.ranking.api.search.Searches;
import org.papertide.ranking.api.trending.Rankings;

/** What all feeds have: an address of their own, a hub if there is one, and a time to live. */
@Singleton
class Feeds {

    /** Feed readers ask every few minutes at most. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Rankings rankings;
    private final ReadModel readModel;
    private final ApiSettings settings;
    private final FeedHub hub;
    private final Clock clock;

    Feeds(Rankings rankings, ReadModel readModel, ApiSettings settings, FeedHub hub, Clock clock) {
        this.rankings = rankings;
        this.readModel = readModel;
        this.settings = settings;
        this.hub = hub;
        this.clock = clock;
    }

    /**
     * The first papers of a ranking.
     *
     * @param path of the feed, below {@code feeds/}
     */
    Response ofRanking(
            HttpHeaders headers, FeedFormat format, String path, Ranking all, int limit) {
        Ranking shown = all.first(limit);
        URI self = self(path);
        hub.watch(
                self,
                FeedHub.ids(shown),
                Duration.ZERO,
                () -> FeedHub.ids(rankings.present(all.key()).first(limit)));
        Feed feed =
                Feed.of(
                        shown,
                        self,
                        hub.address().orElse(null),
                        settings.siteUrl(),
                        RiseDates.of(shown, readModel::eachMoment));
        return CacheableResponse.of(
                headers,
                format.write(feed),
                format.mediaType(),
                CacheableResponse.changed(all),
                FRESH,
                null);
    }

    /**
     * What the feed of a search says of itself.
     *
     * @param id names the feed for ever, among all feeds
     * @param title for people
     * @param path of the feed, below {@code feeds/}
     * @param site the path of the page that shows the same papers
     */
    record FeedOfSearch(String id, String title, String path, String site) {}

    /**
     * Papers that were found.
     *
     * @param page what was found
     * @param again finds them again, for the hub
     */
    Response ofFound(
            HttpHeaders headers,
            FeedFormat format,
            FeedOfSearch found,
            Searches.Page page,
            Supplier<Searches.Page> again) {
        URI self = self(found.path());
        // A search is more work than to look up a ranking.
        hub.watch(self, ids(page), FRESH, () -> ids(again.get()));
        Feed feed =
                Feed.ofFound(
                        found.id(),
                        found.title(),
                        self,
                        hub.address().orElse(null),
                        address(settings.siteUrl(), found.site()),
                        clock.instant(),
                        entries(page));
        return CacheableResponse.of(
                headers, format.write(feed), format.mediaType(), null, FRESH, null);
    }

    private URI self(String path) {
        return address(settings.baseUrl(), "feeds/" + path);
    }

    private static List<PaperId> ids(Searches.Page page) {
        return page.entries().stream().map(entry -> entry.paper().id()).toList();
    }

    private static List<Ranking.Entry> entries(Searches.Page page) {
        return page.entries().stream()
                .map(entry ->
                        new Ranking.Entry(
                                entry.rank(),
                                null,
                                entry.score() == null ? 0 : entry.score(),
                                entry.reasons(),
                                entry.paper()))
                .toList();
    }

    private static URI address(URI base, String path) {
        String text = base.toString();
        return URI.create(text.endsWith("/") ? text + path : text + "/" + path);
    }
}
