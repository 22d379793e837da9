package org.papertide.notify.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Category;
import org.papertide.events.ForecastText;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;
import org.papertide.notify.message.CategoryNames;
import org.papertide.notify.message.PaperView;
import org.papertide.notify.site.TrendingView.Entry;
import org.papertide.notify.site.TrendingView.Movement;
import org.papertide.notify.site.TrendingView.Quiet;

/** Puts the front page together: a ranking in words, its tabs and the form. */
@Singleton
final class FrontPage {

    private static final DateTimeFormatter AS_OF =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /** Nothing is known of the places behind: it may have been in one of them for weeks. */
    private static final String NEWCOMER =
            "not among the first " + Ranking.MAX_ENTRIES + " a day ago";

    /** Rankings come at most once a second. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final Duration CATEGORIES_FRESH = Duration.ofSeconds(30);

    /** Strangers choose the lists. */
    private static final int MAX_LISTS = 100;

    private final RankingSource rankings;
    private final Clock clock;
    private final Cache<FrontQuery, TrendingView> recent;
    private final Cache<String, List<String>> categories;

    FrontPage(RankingSource rankings, Clock clock) {
        this.rankings = rankings;
        this.clock = clock;
        this.recent = cache(FRESH, MAX_LISTS, clock);
        this.categories = cache(CATEGORIES_FRESH, 1, clock);
    }

    /**
     * Keeps what was made for a moment, so that many readers cost as much as one: of readers who
     * come together one makes it, and the others wait.
     */
    private static <K, V> Cache<K, V> cache(Duration age, int limit, Clock clock) {
        return Caffeine.newBuilder()
                .expireAfterWrite(age)
                .maximumSize(limit)
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .executor(Runnable::run)
                .build();
    }

    FrontView view(Page page, FrontQuery asked, FormView form) {
        FrontQuery query = asked.asIn(known());
        List<FrontView.Tab> orders =
                List.of(tab("Rising", query, Order.RISING), tab("Top", query, Order.TOP));
        List<FrontView.Tab> windows =
                List.of(
                        tab("Day", query, Window.DAY),
                        tab("Week", query, Window.WEEK),
                        tab("Month", query, Window.MONTH));
        return new FrontView(
                page,
                isArchive(query) ? "" : question(query),
                orders,
                windows,
                categories(query.category()),
                query.order().wireName(),
                query.window().wireName(),
                query.address("/trending/changes"),
                query.address("/trending/papers"),
                trending(query),
                isArchive(query) ? List.of() : feeds(page, query),
                form);
    }

    private static List<FrontView.Feed> feeds(Page page, FrontQuery shown) {
        URI beside = URI.create(page.streams());
        Stream<FrontQuery> all =
                Stream.of(Order.values())
                        .flatMap(order ->
                                Stream.of(Window.values())
                                        .map(window -> shown.with(order).with(window)));
        return Stream.concat(Stream.of(shown), all)
                .distinct()
                .map(each ->
                        new FrontView.Feed(each.title(), beside.resolve(each.feed()).toString()))
                .toList();
    }

    TrendingView trending(FrontQuery query) {
        return recent.get(query.asIn(known()), this::make);
    }

    private TrendingView make(FrontQuery query) {
        Optional<Ranking> ranking = rankings.ranking(query.key());
        if (ranking.isEmpty() || ranking.get().entries().isEmpty()) {
            return new TrendingView(List.of(), null, null, null, null, quiet(query));
        }
        List<Ranking.Entry> all = ranking.get().entries();
        List<Ranking.Entry> shown = all.subList(0, Math.min(query.limit(), all.size()));
        Map<PaperId, String> abstracts =
                rankings.abstracts(shown.stream().map(entry -> entry.paper().id()).toList());
        boolean hasPast = all.stream().anyMatch(entry -> entry.previousRank() != null);
        List<Entry> entries = new ArrayList<>();
        for (Ranking.Entry entry : shown) {
            PaperSummary paper = entry.paper();
            PaperSummary full = withAbstract(paper, abstracts.get(paper.id()));
            entries.add(
                    new Entry(
                            entry.rank(),
                            movement(entry, hasPast),
                            PaperView.of(
                                    entry.rank(),
                                    full,
                                    ForecastText.of(query.order(), entry.score(), entry.reasons()),
                                    entry.reasons()),
                            listed(paper.listed())));
        }
        Instant asOf = ranking.get().asOf();
        boolean complete = shown.size() == all.size();
        return new TrendingView(
                entries,
                asOf.toString(),
                AS_OF.format(asOf),
                age(asOf),
                complete ? null : query.withLimit(Ranking.MAX_ENTRIES).address("/"),
                null);
    }

    private static PaperSummary withAbstract(PaperSummary paper, @Nullable String text) {
        return text == null || paper.abstractText() != null ? paper : paper.withAbstract(text);
    }

    private static Movement movement(Ranking.Entry entry, boolean hasPast) {
        Integer previous = entry.previousRank();
        if (previous == null) {
            return hasPast ? new Movement("new", "new", NEWCOMER) : new Movement("none", "", "");
        }
        int change = previous - entry.rank();
        if (change == 0) {
            return new Movement("same", "=", "where it was a day ago");
        }
        int places = Math.abs(change);
        String words = places + (places == 1 ? " place " : " places ");
        return change > 0
                ? new Movement("up", "▲ " + places, "up " + words + "within a day")
                : new Movement("down", "▼ " + places, "down " + words + "within a day");
    }

    private @Nullable String listed(@Nullable Instant listed) {
        if (listed == null) {
            return null;
        }
        Duration age = Duration.between(listed, clock.instant());
        if (age.isNegative()) {
            return null;
        }
        if (age.toHours() < 1) {
            return "listed within the hour";
        }
        long hours = age.toHours();
        return hours < 48 ? "listed " + hours + " h ago" : "listed " + age.toDays() + " days ago";
    }

    /** In whole minutes, hours or days, so that a page stays the same for a while. */
    private String age(Instant asOf) {
        Duration age = Duration.between(asOf, clock.instant());
        if (age.toMinutes() < 1) {
            return "less than a minute ago";
        }
        if (age.toMinutes() < 60) {
            return age.toMinutes() + " min ago";
        }
        return age.toHours() < 48 ? age.toHours() + " h ago" : age.toDays() + " days ago";
    }

    private Quiet quiet(FrontQuery query) {
        Optional<FrontQuery> elsewhere = elsewhere(query);
        if (elsewhere.isEmpty()) {
            return new Quiet(
                    "No papers in the lists",
                    "Nothing that came in so far was listed, or rose, within the last 30 days.",
                    true,
                    null);
        }
        String address = elsewhere.get().address("/");
        String category = query.category();
        if (category == null) {
            return new Quiet(
                    "A quiet " + query.window().wireName(),
                    "No paper is in this list now.",
                    false,
                    address);
        }
        return within(category)
                .map(own ->
                        new Quiet(
                                "No list of " + category,
                                category
                                        + " is an archive, and each list is of one category, such as "
                                        + own
                                        + ".",
                                false,
                                address))
                .orElseGet(() ->
                        new Quiet(
                                "Nothing here now",
                                "No paper of " + category + " is in this list.",
                                false,
                                address));
    }

    private boolean isArchive(FrontQuery query) {
        return query.category() != null && within(query.category()).isPresent();
    }

    /** A category that has lists, of an archive that is none itself. */
    private Optional<String> within(String archive) {
        return known().stream().anyMatch(archive::equalsIgnoreCase)
                ? Optional.empty()
                : known().stream().filter(each -> Category.isWithin(each, archive)).findFirst();
    }

    /** Of the lists of all categories the first that has papers, the most like this one first. */
    private Optional<FrontQuery> elsewhere(FrontQuery query) {
        FrontQuery all = query.inAllCategories();
        Stream<Order> orders = Stream.concat(Stream.of(query.order()), Stream.of(Order.values()));
        return orders.distinct()
                .flatMap(order ->
                        Stream.concat(Stream.of(query.window()), Stream.of(Window.values()))
                                .distinct()
                                .map(window -> all.with(order).with(window)))
                .filter(each -> hasPapers(each.key()))
                .findFirst();
    }

    private boolean hasPapers(RankingKey key) {
        return rankings.ranking(key).filter(ranking -> !ranking.entries().isEmpty()).isPresent();
    }

    private List<String> known() {
        return categories.get("all", _ -> rankings.categories());
    }

    private List<FormView.Choice> categories(@Nullable String chosen) {
        List<FormView.Choice> choices = new ArrayList<>();
        choices.add(new FormView.Choice("", "All categories", chosen == null));
        boolean listed = false;
        for (String category : known()) {
            boolean own = category.equals(chosen);
            listed |= own;
            choices.add(new FormView.Choice(category, label(category), own));
        }
        if (chosen != null && !listed) {
            choices.add(new FormView.Choice(chosen, label(chosen), true));
        }
        return choices;
    }

    /** The code first, by which the list is in order. */
    private static String label(String category) {
        return CategoryNames.find(category).map(name -> category + ": " + name).orElse(category);
    }

    private static FrontView.Tab tab(String label, FrontQuery query, Order order) {
        return new FrontView.Tab(label, query.with(order).address("/"), query.order() == order);
    }

    private static FrontView.Tab tab(String label, FrontQuery query, Window window) {
        return new FrontView.Tab(label, query.with(window).address("/"), query.window() == window);
    }

    private static String question(FrontQuery query) {
        String papers = query.category() == null ? "Papers" : "Papers of " + query.category();
        String span =
                switch (query.window()) {
                    case DAY -> "the last 24 hours";
                    case WEEK -> "the last 7 days";
                    case MONTH -> "the last 30 days";
                };
        return switch (query.order()) {
            case RISING ->
                    papers
                            + " that were listed, or whose counts rose, in "
                            + span
                            + ", by what we expect them to gain within a day.";
            case TOP ->
                    papers
                            + " that were listed in "
                            + span
                            + ", by what we expect them to have in the end.";
        };
    }
}
