package org.papertide.notify.edition;

import org.hibernate.StatelessSession;
import org.papertide.events.Breakout;
import org.papertide.notify.interest.PaperFilter;
import org.papertide.notify.interest.SearchedPaper;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository_;

/** The filters of alert subscriptions: each distinct one is looked at once, whoever shares it. */
final class AlertFilters {

    private AlertFilters() {}

    /** The keys of those that the paper passes. */
    static String[] passing(StatelessSession session, Breakout breakout) {
        SearchedPaper paper = new SearchedPaper(breakout.paper());
        return new SubscriptionRepository_(session)
                .alertFilters().stream()
                        .filter(each ->
                                new PaperFilter(each.interest()).passes(paper, breakout.score()))
                        .map(Subscription::filterKey)
                        .toArray(String[]::new);
    }
}
