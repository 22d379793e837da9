package org.papertide.notify.edition;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.CalibratedTheme;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.ledger.Expected;
import org.papertide.notify.subscription.DigestReader;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;

/** The readers of a batch, and what they ask for: of those who ask for the same, one is read. */
final class BatchReaders {

    private final Map<Long, DigestReader> active;
    private final Map<String, Interest> interests;
    private final Map<String, CalibratedTheme> themes;

    private BatchReaders(
            StatelessSession session,
            Collection<DigestReader> readers,
            Map<String, Interest> interests) {
        this.active =
                readers.stream()
                        .filter(DigestReader::isActive)
                        .collect(Collectors.toMap(DigestReader::id, reader -> reader));
        this.interests = interests;
        this.themes = Themes.of(session, interests.values());
    }

    static BatchReaders read(StatelessSession session, List<Expected> batch) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        Long[] ids = batch.stream().map(Expected::subscriptionId).toArray(Long[]::new);
        List<DigestReader> readers = subscriptions.digestReaders(ids);
        Map<String, Long> one = new HashMap<>();
        readers.forEach(reader -> one.putIfAbsent(reader.filterKey(), reader.id()));
        Map<String, Interest> interests =
                interests(subscriptions.findAll(one.values().toArray(Long[]::new)));
        if (interests.keySet().containsAll(one.keySet())) {
            return new BatchReaders(session, readers, interests);
        }
        // One has asked for something else meanwhile: read all at one moment.
        List<Subscription> all = subscriptions.findAll(ids);
        return new BatchReaders(
                session, all.stream().map(Subscription::reader).toList(), interests(all));
    }

    private static Map<String, Interest> interests(List<Subscription> subscriptions) {
        return subscriptions.stream()
                .collect(
                        Collectors.toMap(
                                Subscription::filterKey,
                                Subscription::interest,
                                (first, _) -> first));
    }

    /** The reader, if the subscription is active. */
    @Nullable DigestReader find(long subscription) {
        return active.get(subscription);
    }

    /** What a reader asks for, except for hour and timezone. */
    Interest interest(DigestReader reader) {
        return Objects.requireNonNull(interests.get(reader.filterKey()));
    }

    /** What a reader's theme compares papers with, if there is one and its vectors have come. */
    @Nullable CalibratedTheme findTheme(DigestReader reader) {
        return themes.get(interest(reader).theme().key());
    }
}
