package org.papertide.notify.signup;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.papertide.notify.edition.OldEditions;
import org.papertide.notify.edition.TransactionalMails;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.platform.database.Database;

/**
 * Deletes what has been kept for long enough, a few at a time, so that it never stands in the way
 * of mail. Several processes may do it at once.
 */
@Singleton
public final class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int BATCH = 100;

    private final Database database;
    private final SubscriberData data;
    private final OldEditions editions;
    private final RetentionSettings settings;

    public Retention(Database database, TransactionalMails mails, RetentionSettings settings) {
        this.database = database;
        this.data = new SubscriberData(mails);
        this.editions = new OldEditions();
        this.settings = settings;
    }

    /** Deletes all that is too old at an instant. */
    public void apply(Instant now) {
        long people = 0;
        int batch;
        do {
            batch = database.inTransaction(session -> erasePeople(session, now));
            people += batch;
        } while (batch == BATCH);
        long mails = 0;
        do {
            batch =
                    database.inTransaction(
                            session -> editions.deleteSome(session, until(now), now));
            mails += Math.max(batch, 0);
        } while (batch >= 0);
        do {
            batch =
                    database.inTransaction(session ->
                            editions.deleteAccounts(session, now.minus(settings.accounts())));
        } while (batch > 0);
        do {
            batch = database.inTransaction(session -> forgetUnconfirmed(session, now));
        } while (batch == BATCH);
        database.run(session -> {
            Suppressions.forgetOldFailures(session, now);
            new OptInMailRepository_(session).forgetUntil(now.minus(OptInMailLimits.MONTH));
        });
        if (people > 0) {
            LOG.infof("Deleted addresses that were kept long enough. count=%d", people);
        }
        if (mails > 0) {
            LOG.infof("Deleted mails that were kept long enough. count=%d", mails);
        }
    }

    private Instant until(Instant now) {
        return now.minus(settings.mails());
    }

    /** Requests of people who are served something else. */
    private int forgetUnconfirmed(StatelessSession session, Instant now) {
        List<Subscription> requests =
                new SubscriptionRepository_(session)
                        .unconfirmed(now.minus(settings.unconfirmed()), BATCH);
        requests.forEach(request -> data.forget(session, request));
        return requests.size();
    }

    private int erasePeople(StatelessSession session, Instant now) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        List<Long> unserved =
                subscriptions.unserved(
                        now.minus(settings.unconfirmed()), now.minus(settings.ended()), BATCH);
        unserved.forEach(subscriber -> data.erase(session, subscriber));
        return unserved.size();
    }
}
