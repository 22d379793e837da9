package org.papertide.notify.webhook.api;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.subscription.Channel;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.subscription.ThemeRepository_;
import org.papertide.notify.webhook.Webhook;
import org.papertide.notify.webhook.WebhookRepository_;
import org.papertide.notify.webhook.WebhookSecret;
import org.papertide.notify.webhook.WebhookSecrets;
import org.papertide.notify.webhook.WebhookSettings;
import org.papertide.platform.guard.Client;

/**
 * The two rows of a webhook, its subscription and its target, and what each step of its life writes
 * in them. Works in the transaction of the caller.
 */
@Singleton
final class WebhookRows {

    private static final String WORDING = "webhook";

    private final WebhookSecrets secrets;
    private final WebhookSettings settings;
    private final DigestSchedule schedule;
    private final Clock clock;

    WebhookRows(
            WebhookSecrets secrets,
            WebhookSettings settings,
            DigestSchedule schedule,
            Clock clock) {
        this.secrets = secrets;
        this.settings = settings;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** Both rows of one webhook. */
    record Pair(Subscription subscription, Webhook webhook) {

        WebhookView view(@Nullable String secret, Instant now) {
            return WebhookView.of(subscription, webhook, secret, now);
        }
    }

    Optional<Pair> find(StatelessSession session, long id) {
        return pair(
                new SubscriptionRepository_(session).findSubscription(id),
                new WebhookRepository_(session).find(id));
    }

    /** The subscription is locked first, as everywhere. */
    Optional<Pair> lock(StatelessSession session, long id) {
        return pair(
                new SubscriptionRepository_(session).lock(id),
                new WebhookRepository_(session).lock(id));
    }

    private static Optional<Pair> pair(
            Optional<Subscription> subscription, Optional<Webhook> webhook) {
        return subscription.flatMap(found -> webhook.map(other -> new Pair(found, other)));
    }

    /** Makes both rows; the webhook waits for its challenge. */
    long insert(
            StatelessSession session,
            long owner,
            WantedWebhook wanted,
            WebhookSecret secret,
            Client client) {
        Instant now = clock.instant();
        askForTheme(session, wanted.interest(), now);
        Subscription subscription =
                new Subscription(
                        owner,
                        wanted.interest(),
                        new Channel.Webhook(wanted.target().receiver()),
                        now,
                        client.shortened());
        session.insert(subscription);
        session.insert(
                new Webhook(
                        subscription.id(),
                        wanted.target(),
                        wanted.format(),
                        wanted.events(),
                        secrets.seal(secret),
                        now));
        return subscription.id();
    }

    /** Writes what is wanted of it; what is called stays as it is by now. */
    void change(StatelessSession session, Pair rows, WantedWebhook wanted) {
        Instant now = clock.instant();
        Subscription subscription = rows.subscription();
        String theme = subscription.themeKey();
        askForTheme(session, wanted.interest(), now);
        subscription.change(wanted.interest(), schedule, now);
        rows.webhook().choose(wanted.events());
        session.update(subscription);
        session.update(rows.webhook());
        deleteIfUnused(session, theme);
    }

    /**
     * Writes what is called from now on.
     *
     * @param echoed whether the target did so; else people are to send the challenge back
     */
    void move(StatelessSession session, Pair rows, WantedWebhook wanted, boolean echoed) {
        Subscription subscription = rows.subscription();
        rows.webhook().call(wanted.target(), wanted.format());
        subscription.moveTo(new Channel.Webhook(wanted.target().receiver()));
        if (!echoed) {
            subscription.waitForConfirmation(clock.instant());
        }
        session.update(subscription);
        session.update(rows.webhook());
        if (subscription.state() == Subscription.State.PENDING && echoed) {
            activate(session, rows);
        }
    }

    /** What follows when the target, or somebody who reads there, sent the challenge back. */
    void activate(StatelessSession session, Pair rows) {
        Subscription subscription = rows.subscription();
        if (subscription.state() == Subscription.State.ACTIVE) {
            return;
        }
        Instant now = clock.instant();
        // That of one that had ended is gone.
        askForTheme(session, subscription.interest(), now);
        subscription.confirm(
                now,
                slot(subscription.interest(), now),
                String.valueOf(subscription.requestedFrom()),
                WORDING);
        session.update(subscription);
        rows.webhook().begin();
        session.update(rows.webhook());
    }

    /** What follows when the challenge was shown to people; one that is served goes on. */
    void waitAgain(StatelessSession session, Pair rows) {
        Subscription subscription = rows.subscription();
        if (subscription.state() == Subscription.State.ENDED) {
            askForTheme(session, subscription.interest(), clock.instant());
            subscription.waitForConfirmation(clock.instant());
            session.update(subscription);
        }
    }

    /** Gives it another secret; the one before signs as well for a while. */
    void rotate(StatelessSession session, Webhook webhook, WebhookSecret secret) {
        webhook.rotate(secrets.seal(secret), clock.instant().plus(settings.rotation()));
        session.update(webhook);
    }

    /** False if there is none. */
    boolean delete(StatelessSession session, long id) {
        Optional<Subscription> found =
                new SubscriptionRepository_(session)
                        .lock(id)
                        .filter(each -> each.channel() instanceof Channel.Webhook);
        found.ifPresent(subscription -> {
            session.delete(subscription);
            deleteIfUnused(session, subscription.themeKey());
        });
        return found.isPresent();
    }

    /** Its vectors come later, from who reads texts: no request waits for them. */
    private static void askForTheme(StatelessSession session, Interest interest, Instant now) {
        if (!interest.theme().isAny()) {
            new ThemeRepository_(session).ask(interest.theme().key(), now);
        }
    }

    private static void deleteIfUnused(StatelessSession session, @Nullable String themeKey) {
        if (themeKey != null) {
            new ThemeRepository_(session).deleteUnused(new String[] {themeKey});
        }
    }

    private @Nullable Instant slot(Interest interest, Instant now) {
        return schedule.next(interest.frequency(), interest.timezone(), interest.hour(), now);
    }
}
