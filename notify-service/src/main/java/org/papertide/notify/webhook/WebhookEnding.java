package org.papertide.notify.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.papertide.notify.edition.TransactionalMails;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.MessageComposer;
import org.papertide.notify.message.WebhookEndedContent;
import org.papertide.notify.subscription.Channel;
import org.papertide.notify.subscription.Subscriber;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.platform.database.Database;

/** Ends webhooks whose receiver is gone, or has failed for days, and tells their owners. */
public final class WebhookEnding {

    private static final Logger LOG = Logger.getLogger(WebhookEnding.class);

    /** How long the mail to the owner is tried. */
    private static final Duration MAIL_LIFETIME = Duration.ofDays(3);

    /**
     * On so many days calls have to fail, if a webhook may fail for so long: between two events
     * nothing is known of its receiver.
     */
    private static final int FAILED_DAYS = 3;

    /** Calls that fail for so long have more than one event to blame. */
    public static final Duration OUTAGE = Duration.ofSeconds(30);

    private final Database database;
    private final TransactionalMails mails;
    private final MessageComposer composer;
    private final Duration endAfter;
    private final Clock clock;

    /**
     * @param endAfter how long a webhook may fail
     */
    public WebhookEnding(
            Database database,
            TransactionalMails mails,
            MessageComposer composer,
            Duration endAfter,
            Clock clock) {
        this.database = database;
        this.mails = mails;
        this.composer = composer;
        this.endAfter = endAfter;
        this.clock = clock;
    }

    /**
     * Its receiver took an event.
     *
     * @return whether it took none for a while before: one that refuses an event now and then has
     *     had no outage. Of all calls that are under way then, one is told so
     */
    public boolean works(Webhook webhook) {
        if (webhook.failingSince() == null) {
            return false;
        }
        return database.inTransaction(
                        session -> new WebhookRepository_(session).works(webhook.id()))
                .filter(since -> !clock.instant().isBefore(since.plus(OUTAGE)))
                .isPresent();
    }

    /**
     * Its receiver did not take an event.
     *
     * @return whether it is ended because of that
     */
    public boolean fails(Webhook webhook, String reason) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        // Another event may have been taken since this one was claimed: then it fails anew.
        database.run(session -> new WebhookRepository_(session).fails(webhook.id(), now, today));
        Instant since = webhook.failingSince();
        if (since == null || now.isBefore(since.plus(endAfter))) {
            return false;
        }
        return database.inTransaction(session -> end(session, webhook.id(), reason, now, endAfter));
    }

    /** Its receiver says that it wants no events. */
    public boolean end(long id, String reason) {
        Instant now = clock.instant();
        return database.inTransaction(session -> end(session, id, reason, now, Duration.ZERO));
    }

    private static boolean hasFailedFor(Webhook webhook, Duration time, Instant now) {
        Instant since = webhook.failingSince();
        long days = Math.clamp(time.toDays(), 1, FAILED_DAYS);
        return time.isZero()
                || (since != null
                        && !now.isBefore(since.plus(time))
                        && webhook.failedDays() >= days);
    }

    /**
     * @param failed for how long it must have failed
     */
    private boolean end(
            StatelessSession session, long id, String reason, Instant now, Duration failed) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        Optional<Subscription> locked =
                subscriptions.lock(id).filter(found -> found.state() == Subscription.State.ACTIVE);
        Optional<Webhook> known = new WebhookRepository_(session).lock(id);
        if (locked.isEmpty() || known.isEmpty() || !hasFailedFor(known.get(), failed, now)) {
            return false;
        }
        Subscription subscription = locked.get();
        Webhook webhook = known.get();
        if (!(subscription.channel() instanceof Channel.Webhook(String receiver))) {
            return false;
        }
        Instant since = webhook.failingSince();
        subscription.end(now);
        session.update(subscription);
        webhook.end(now, reason);
        session.update(webhook);
        boolean mailed =
                subscriptions
                        .findSubscriber(subscription.subscriberId())
                        .flatMap(Subscriber::mailAddress)
                        .isPresent();
        if (mailed) {
            mails.plan(
                    session,
                    MailKind.WEBHOOK_ENDED,
                    id,
                    subscription.subscriberId(),
                    composer.webhookEnded(new WebhookEndedContent(id, receiver, reason, since)),
                    now.plus(MAIL_LIFETIME));
        }
        LOG.warnf("A webhook is not called any more. group=%s error=\"%s\"", receiver, reason);
        return true;
    }
}
