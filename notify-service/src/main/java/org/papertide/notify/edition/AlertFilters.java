package org.papertide.notify.edition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Breakout;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.CalibratedTheme.Direction;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.PaperFilter;
import org.papertide.notify.interest.PaperPool;
import org.papertide.notify.interest.PaperVectors;
import org.papertide.notify.interest.SearchedPaper;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository_;

/**
 * The filters of alert subscriptions: each distinct one is looked at once, whoever shares it. Of
 * those that a paper does not pass nothing is kept, of the others their keys.
 */
final class AlertFilters {

    /** Filters in memory at once; one has some kB. */
    static final int PAGE = 1_000;

    private final Breakout breakout;
    private final SearchedPaper paper;
    private final PaperPool pool;
    private final List<String> plain = new ArrayList<>();
    private final Map<String, @Nullable Direction> met = new LinkedHashMap<>();
    private final Map<String, List<String>> keys = new LinkedHashMap<>();
    private boolean isOpen;

    /**
     * @param vectors of the paper alone
     */
    AlertFilters(Breakout breakout, PaperVectors vectors) {
        this.breakout = breakout;
        this.paper = new SearchedPaper(breakout.paper());
        this.pool = new PaperPool(List.of(breakout.paper()), vectors);
    }

    /**
     * Filters that a paper passes, and whose readers are told the same.
     *
     * @param met what of their theme the paper is nearest to; null for filters without a theme
     * @param keys of the filters
     */
    record Passing(@Nullable Direction met, List<String> keys) {
        Passing {
            keys = List.copyOf(keys);
        }
    }

    /**
     * What can be told of a paper now.
     *
     * @param passing what it passes
     * @param isOpen whether some theme cannot tell yet, for the paper has no vector of its model
     */
    record Decision(List<Passing> passing, boolean isOpen) {
        Decision {
            passing = List.copyOf(passing);
        }
    }

    /** Distinct filters, in the order of their keys. */
    interface FilterPages {

        /**
         * The next ones.
         *
         * @param key that they come after; empty for the first ones
         */
        List<Subscription> after(String key, int atMost);
    }

    /**
     * Those that the paper passes, those without a theme last: who has both is told the reader's
     * own words.
     *
     * @param vectors of the paper alone
     */
    static Decision decide(StatelessSession session, Breakout breakout, PaperVectors vectors) {
        return decide(
                new SubscriptionRepository_(session)::alertFilters, session, breakout, vectors);
    }

    /** The same of those with a theme: the others were decided without a vector. */
    static Decision decideByThemes(
            StatelessSession session, Breakout breakout, PaperVectors vectors) {
        return decide(
                new SubscriptionRepository_(session)::alertFiltersWithThemes,
                session,
                breakout,
                vectors);
    }

    private static Decision decide(
            FilterPages pages, StatelessSession session, Breakout breakout, PaperVectors vectors) {
        return new AlertFilters(breakout, vectors)
                .decide(pages, interests -> Themes.of(session, interests));
    }

    /**
     * A page of filters is looked at, and left, before the next is read.
     *
     * @param themes what the themes of interests compare papers with, by their keys; without those
     *     whose vectors have not come
     */
    Decision decide(
            FilterPages pages, Function<List<Interest>, Map<String, CalibratedTheme>> themes) {
        List<Subscription> page = pages.after("", PAGE);
        while (!page.isEmpty()) {
            String last = page.getLast().filterKey();
            boolean more = page.size() == PAGE;
            look(page, themes);
            page = more ? pages.after(last, PAGE) : List.of();
        }
        List<Passing> passing = new ArrayList<>();
        keys.forEach((label, own) -> passing.add(new Passing(met.get(label), own)));
        if (!plain.isEmpty()) {
            passing.add(new Passing(null, plain));
        }
        return new Decision(passing, isOpen);
    }

    private void look(
            List<Subscription> page,
            Function<List<Interest>, Map<String, CalibratedTheme>> themesOf) {
        List<Subscription> filters =
                page.stream()
                        .filter(each ->
                                new PaperFilter(each.interest()).passes(paper, breakout.score()))
                        .toList();
        Map<String, CalibratedTheme> themes =
                themesOf.apply(filters.stream().map(Subscription::interest).toList());
        for (Subscription each : filters) {
            Interest interest = each.interest();
            CalibratedTheme theme = themes.get(interest.theme().key());
            if (interest.theme().isAny()) {
                plain.add(each.filterKey());
            } else if (theme != null
                    && !pool.undecided(interest, theme, _ -> breakout.score()).isEmpty()) {
                isOpen = true;
            } else if (!pool.passing(interest, theme, _ -> breakout.score()).isEmpty()) {
                Direction nearest = theme == null ? null : pool.met(theme, 0).orElse(null);
                String label = nearest == null ? "" : nearest.example() + " " + nearest.name();
                keys.computeIfAbsent(label, _ -> new ArrayList<>()).add(each.filterKey());
                met.putIfAbsent(label, nearest);
            }
        }
    }
}
