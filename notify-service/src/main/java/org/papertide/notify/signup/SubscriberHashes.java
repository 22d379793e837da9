package org.papertide.notify.signup;

import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.MailboxName;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.AddressHashes;

/** Brings the hashes of all addresses under one key, those of earlier releases too. */
public final class SubscriberHashes {

    private static final int BATCH = 5_000;

    private SubscriberHashes() {}

    /** Finds the key; changes what is not under it. */
    public static void adopt(StatelessSession session, AddressHashes hashes) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        Optional<String> inUse = subscriptions.anyKeyedHash();
        hashes.adopt(session, inUse);
        String prefix = hashes.prefix();
        List<MailboxName> others = subscriptions.notHashedUnder(prefix, BATCH);
        while (!others.isEmpty()) {
            subscriptions.setHashes(
                    others.stream().map(MailboxName::subscriberId).toArray(Long[]::new),
                    others.stream()
                            .map(MailboxName::key)
                            .map(MailAddress::plainHash)
                            .map(hashes::of)
                            .toArray(String[]::new));
            others = subscriptions.notHashedUnder(prefix, BATCH);
        }
    }
}
