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
     * Those that the paper passes, those without a theme last: who has both is told the reader's
     * own words.
     *
     * @param vectors of the paper alone
     */
    static List<Passing> passing(
            StatelessSession session, Breakout breakout, PaperVectors vectors) {
        SearchedPaper paper = new SearchedPaper(breakout.paper());
        PaperPool pool = new PaperPool(List.of(breakout.paper()), vectors);
        List<Subscription> filters = new ArrayList<>();
        for (Subscription each : new SubscriptionRepository_(session).alertFilters()) {
            if (new PaperFilter(each.interest()).passes(paper, breakout.score())) {
                filters.add(each);
            }
        }
        Map<String, CalibratedTheme> themes =
                Themes.of(session, filters.stream().map(Subscription::interest).toList());
        List<String> plain = new ArrayList<>();
        Map<String, Passing> passing = new LinkedHashMap<>();
        Map<String, List<String>> keys = new LinkedHashMap<>();
        for (Subscription each : filters) {
            Interest interest = each.interest();
            CalibratedTheme theme = themes.get(interest.theme().key());
            if (interest.theme().isAny()) {
                plain.add(each.filterKey());
            } else if (!pool.passing(interest, theme, _ -> breakout.score()).isEmpty()) {
                Direction met = theme == null ? null : pool.met(theme, 0).orElse(null);
                String label = met == null ? "" : met.example() + " " + met.name();
                keys.computeIfAbsent(label, _ -> new ArrayList<>()).add(each.filterKey());
                passing.putIfAbsent(label, new Passing(met, List.of()));
            }
        }
        List<Passing> all = new ArrayList<>();
        keys.forEach((label, own) -> {
            Passing of = passing.get(label);
            all.add(new Passing(of == null ? null : of.met(), own));
        });
        if (!plain.isEmpty()) {
            all.add(new Passing(null, plain));
        }
        return all;
    }
}
