package org.papertide.notify.webhook.api;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.notify.edition.EventsAgain;
import org.papertide.notify.ledger.SentEvent;
import org.papertide.notify.ledger.SettledRepository;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.subscription.Channel;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.platform.database.Database;

/** Sends a webhook events again that it was sent before. */
@Singleton
final class EventResends {

    /** Events that are sent again by one request. */
    static final int MOST_AGAIN = 1_000;

    private final Database database;
    private final EventsAgain again;
    private final WorkSignal signal;
    private final Clock clock;

    EventResends(Database database, EventsAgain again, WorkSignal signal, Clock clock) {
        this.database = database;
        this.again = again;
        this.signal = signal;
        this.clock = clock;
    }

    /** Plans them; workers send them at once. */
    ResendAnswer resend(long id, ResendRequest request) {
        ResendAnswer answer = database.inTransaction(session -> resend(session, id, request));
        if (answer.planned() > 0) {
            signal.raise();
        }
        return answer;
    }

    private ResendAnswer resend(StatelessSession session, long id, ResendRequest request) {
        SettledRepository ledger = new SettledRepository_(session);
        long reader = Channel.readerOf(id);
        Long one = request.delivery();
        List<SentEvent> events =
                one != null
                        ? ledger.sent(one, reader).stream().toList()
                        : ledger.sentBetween(
                                reader,
                                instant(request.from(), Instant.EPOCH),
                                instant(request.until(), clock.instant()),
                                request.state() == null ? "" : request.state(),
                                MOST_AGAIN + 1);
        boolean more = events.size() > MOST_AGAIN;
        List<SentEvent> some = more ? events.subList(0, MOST_AGAIN) : events;
        return new SubscriptionRepository_(session)
                .findSubscription(id)
                .map(Subscription::channel)
                .filter(Channel.Webhook.class::isInstance)
                .map(Channel.Webhook.class::cast)
                .map(webhook -> new ResendAnswer(again.plan(session, id, webhook, some), more))
                .orElseGet(() -> new ResendAnswer(0, false));
    }

    private static Instant instant(@Nullable OffsetDateTime time, Instant otherwise) {
        Instant instant = time == null ? otherwise : time.toInstant();
        // What databases have dates for; no event is older or newer.
        return instant.isBefore(Bounds.EARLIEST)
                ? Bounds.EARLIEST
                : instant.isAfter(Bounds.LATEST) ? Bounds.LATEST : instant;
    }
}
