package org.papertide.notify.delivery;

import org.hibernate.StatelessSession;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.ledger.DeliveryRepository;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.SettledRepository;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;

/** The tables of others that sending needs, within one transaction. */
public record Repositories(
        DeliveryRepository deliveries,
        SettledRepository settled,
        EditionRepository editions,
        SubscriptionRepository subscriptions) {

    /** Those of a session. */
    public static Repositories of(StatelessSession session) {
        return new Repositories(
                new DeliveryRepository_(session),
                new SettledRepository_(session),
                new EditionRepository_(session),
                new SubscriptionRepository_(session));
    }
}
