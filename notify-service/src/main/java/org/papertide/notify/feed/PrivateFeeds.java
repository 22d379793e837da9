package org.papertide.notify.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.Ranking;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.feed.Feed;
import org.papertide.feed.FeedFormat;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.edition.Themes;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperPool;
import org.papertide.notify.message.InterestText;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.subscription.ThemeRepository_;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.Database;

/**
 * What subscriptions ask for, as feeds.
 *
 * <p>However often feed readers ask, the papers of a week are read once in five minutes, and what
 * an interest lets pass is found once in that time, whoever else has the same interest: so of some
 * two hundred interests, and of more again and again. All that a request costs beside that is one
 * row, and those of a theme.
 */
@Singleton
public final class PrivateFeeds {

    /** How long what was found stays so: feed readers ask every few minutes at most. */
    static final Duration FRESH = Duration.ofMinutes(5);

    /** Papers of a feed, the highest of those that pass. */
    private static final int MOST = 50;

    /** The highest of so many papers are looked at, as of the candidates of a digest. */
    private static final int LOOKED_AT = 5_000;

    /** Papers of all feeds in memory, a kilobyte each. */
    private static final int REMEMBERED = 10_000;

    private final Database database;
    private final Tokens tokens;
    private final CandidateStore candidates;
    private final SiteLinks site;
    private final Clock clock;

    /** One at most; it leaves when it is old or memory is short. */
    private final Cache<String, Week> weeks =
            Caffeine.newBuilder()
                    .expireAfterWrite(FRESH)
                    .scheduler(Scheduler.systemScheduler())
                    .softValues()
                    .build();

    private final Cache<String, List<Ranking.Entry>> found =
            Caffeine.newBuilder()
                    .expireAfterWrite(FRESH)
                    .maximumWeight(REMEMBERED)
                    .weigher((String _, List<Ranking.Entry> papers) -> 1 + papers.size())
                    .build();

    public PrivateFeeds(
            Database database,
            Tokens tokens,
            CandidateStore candidates,
            SiteLinks site,
            Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.candidates = candidates;
        this.site = site;
        this.clock = clock;
    }

    /** The papers of a week, best first, and where they are looked for. */
    private record Week(List<Score> scores, PaperPool pool) {

        /** A pool is for one thread. */
        synchronized List<Ranking.Entry> passing(
                Interest interest, @Nullable CalibratedTheme theme) {
            BitSet passing = pool.passing(interest, theme, place -> scores.get(place).score());
            List<Ranking.Entry> papers = new ArrayList<>();
            for (int place = passing.nextSetBit(0);
                    place >= 0 && papers.size() < MOST;
                    place = passing.nextSetBit(place + 1)) {
                Score score = scores.get(place);
                papers.add(
                        new Ranking.Entry(
                                papers.size() + 1,
                                null,
                                score.score(),
                                score.reasons(),
                                score.paper().forRanking()));
            }
            return List.copyOf(papers);
        }
    }

    /** The path of the feed that a token opens. */
    public static String path(String token, FeedFormat format) {
        return "/private-feeds/" + token + "." + format.extension();
    }

    /**
     * The feed that a token opens.
     *
     * @param token as it was sent, hostile until it is verified
     */
    public PrivateFeedResult read(String token, FeedFormat format) {
        Optional<Tokens.FeedToken> verified = tokens.verifyFeed(token);
        if (verified.isEmpty()) {
            return new PrivateFeedResult.Unknown();
        }
        // Who waits for papers holds no connection meanwhile.
        return findReader(verified.get())
                .<PrivateFeedResult>map(
                        each -> new PrivateFeedResult.Found(document(each, token, format)))
                .orElse(new PrivateFeedResult.Gone());
    }

    /**
     * Whose papers a feed has.
     *
     * @param examples the titles of the papers that are examples, as far as they are known
     */
    private record Reader(Subscription subscription, Map<PaperId, String> examples) {}

    private Optional<Reader> findReader(Tokens.FeedToken feed) {
        return database.inTransaction(session ->
                new SubscriptionRepository_(session)
                        .findSubscription(feed.subscription())
                        .filter(each -> each.state() == Subscription.State.ACTIVE)
                        .filter(each -> each.feedVersion() == feed.version())
                        .map(each ->
                                new Reader(each, Themes.titles(session, each.interest().theme()))));
    }

    private String document(Reader reader, String token, FeedFormat format) {
        Subscription subscription = reader.subscription();
        Interest interest = subscription.interest();
        Feed feed =
                Feed.ofFound(
                        "subscription/" + subscription.id(),
                        title(interest, reader.examples()),
                        URI.create(site.link(path(token, format))),
                        null,
                        URI.create(site.link("/")),
                        clock.instant(),
                        found.get(subscription.filterKey(), _ -> papers(interest)));
        return new String(format.write(feed), StandardCharsets.UTF_8);
    }

    private static String title(Interest interest, Map<PaperId, String> examples) {
        List<String> filters = InterestText.filters(interest, examples);
        return filters.isEmpty() ? "Papers for you" : "Papers for you. " + filters.getFirst();
    }

    private List<Ranking.Entry> papers(Interest interest) {
        Week week = weeks.get("", _ -> database.inTransaction(this::week));
        Optional<CalibratedTheme> theme =
                database.inTransaction(session ->
                        Optional.ofNullable(
                                Themes.of(session, List.of(interest)).get(interest.theme().key())));
        return week.passing(interest, theme.orElse(null));
    }

    private Week week(StatelessSession session) {
        Instant since = clock.instant().minus(Window.WEEK.length());
        List<Score> scores = candidates.first(session, Order.TOP, Window.WEEK, since, LOOKED_AT);
        List<String> ids = scores.stream().map(score -> score.paper().id().value()).toList();
        return new Week(
                scores,
                new PaperPool(
                        scores.stream().map(Score::paper).toList(),
                        candidates.vectors(session, ids, new ThemeRepository_(session).models())));
    }
}
