package org.papertide.notify.edition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** The filters of alert subscriptions: each distinct one is looked at once, whoever shares it. */
final class AlertFilters {

    private AlertFilters() {}

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

    /**
     * Those that the paper passes, those without a theme last: who has both is told the reader's
     * own words.
     *
     * @param vectors of the paper alone
     */
    static Decision decide(StatelessSession session, Breakout breakout, PaperVectors vectors) {
        return decide(
                new SubscriptionRepository_(session).alertFilters(), session, breakout, vectors);
    }

    /** The same of those with a theme: the others were decided without a vector. */
    static Decision decideByThemes(
            StatelessSession session, Breakout breakout, PaperVectors vectors) {
        List<Subscription> all = new SubscriptionRepository_(session).alertFilters();
        return decide(
                all.stream().filter(each -> !each.interest().theme().isAny()).toList(),
                session,
                breakout,
                vectors);
    }

    private static Decision decide(
            List<Subscription> all,
            StatelessSession session,
            Breakout breakout,
            PaperVectors vectors) {
        SearchedPaper paper = new SearchedPaper(breakout.paper());
        List<Subscription> filters =
                all.stream()
                        .filter(each ->
                                new PaperFilter(each.interest()).passes(paper, breakout.score()))
                        .toList();
        Map<String, CalibratedTheme> themes =
                Themes.of(session, filters.stream().map(Subscription::interest).toList());
        return decide(filters, themes, breakout, vectors);
    }

    /**
     * @param filters that the paper passes but for their themes
     * @param themes by key; without those whose vectors have not come
     */
    private static Decision decide(
            List<Subscription> filters,
            Map<String, CalibratedTheme> themes,
            Breakout breakout,
            PaperVectors vectors) {
        PaperPool pool = new PaperPool(List.of(breakout.paper()), vectors);
        List<String> plain = new ArrayList<>();
        Map<String, @Nullable Direction> met = new LinkedHashMap<>();
        Map<String, List<String>> keys = new LinkedHashMap<>();
        boolean isOpen = false;
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
        List<Passing> passing = new ArrayList<>();
        keys.forEach((label, own) -> passing.add(new Passing(met.get(label), own)));
        if (!plain.isEmpty()) {
            passing.add(new Passing(null, plain));
        }
        return new Decision(passing, isOpen);
    }
}
