package org.papertide.notify.webhook.api;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.notify.edition.EventsAgain;
import org.papertide.notify.ledger.SentEvent;
import org.papertide.notify.ledger.SettledRepository;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.ledger.WaitingAgain;
import org.papertide.notify.ledger.WorkSignal;
import org.papertide.notify.subscription.Channel;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.platform.database.Database;

/**
 * Sends a webhook events again that it was sent before. No event waits twice for one webhook, and
 * no more than {@link #MOST_AGAIN} wait to go again, however often and by how many it is asked for.
 */
@Singleton
final class EventResends {

    /** Events of a webhook that wait to go again, and those that one request looks at. */
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
    ResendResult resend(long id, ResendRequest request) {
        ResendResult result =
                database.<ResendResult>inTransaction(session -> resend(session, id, request));
        if (result instanceof ResendResult.Planned(ResendAnswer answer) && answer.planned() > 0) {
            signal.raise();
        }
        return result;
    }

    /** Requests for one webhook follow one another: each sees what those before it planned. */
    private ResendResult resend(StatelessSession session, long id, ResendRequest request) {
        Optional<Channel.Webhook> webhook =
                new SubscriptionRepository_(session)
                        .lock(id)
                        .map(Subscription::channel)
                        .filter(Channel.Webhook.class::isInstance)
                        .map(Channel.Webhook.class::cast);
        if (webhook.isEmpty()) {
            return new ResendResult.Gone();
        }
        SettledRepository ledger = new SettledRepository_(session);
        long reader = Channel.readerOf(id);
        List<SentEvent> events = wanted(ledger, reader, request);
        WaitingAgain waiting = ledger.waitingAgain(reader);
        Choice choice = Choice.of(events, contentsWaiting(ledger, reader, events), waiting);
        if (choice.chosen().isEmpty() && choice.isCutShort()) {
            return new ResendResult.Full(
                    MOST_AGAIN, waiting.next() == null ? clock.instant() : waiting.next());
        }
        int planned = again.plan(session, id, webhook.get(), choice.chosen());
        return new ResendResult.Planned(
                new ResendAnswer(planned, choice.next() != null, choice.next()));
    }

    private List<SentEvent> wanted(SettledRepository ledger, long reader, ResendRequest request) {
        Long one = request.delivery();
        return one != null
                ? ledger.sent(one, reader).stream().toList()
                : ledger.sentBetween(
                        reader,
                        instant(request.from(), Instant.EPOCH),
                        instant(request.until(), clock.instant()),
                        request.state() == null ? "" : request.state(),
                        request.after() == null ? 0 : request.after(),
                        MOST_AGAIN + 1);
    }

    private static List<String> contentsWaiting(
            SettledRepository ledger, long reader, List<SentEvent> events) {
        return ledger.waiting(
                reader, events.stream().map(SentEvent::contentId).toArray(String[]::new));
    }

    /**
     * What may go again of what is wanted.
     *
     * @param isCutShort whether there was no room for one of them
     * @param next the last one that was looked at, if there are others behind it
     */
    private record Choice(List<SentEvent> chosen, boolean isCutShort, @Nullable Long next) {

        /**
         * Chooses in the order of the events.
         *
         * @param events one more than a request looks at, if there are so many
         * @param contents those that wait by now
         */
        static Choice of(List<SentEvent> events, List<String> contents, WaitingAgain waiting) {
            long room = MOST_AGAIN - waiting.events();
            Set<String> known = new HashSet<>(contents);
            List<SentEvent> chosen = new ArrayList<>();
            Long last = null;
            for (SentEvent event : events.subList(0, Math.min(events.size(), MOST_AGAIN))) {
                if (known.add(event.contentId())) {
                    if (chosen.size() >= room) {
                        return new Choice(chosen, true, last);
                    }
                    chosen.add(event);
                }
                last = event.id();
            }
            return new Choice(chosen, false, events.size() > MOST_AGAIN ? last : null);
        }
    }

    private static Instant instant(@Nullable OffsetDateTime time, Instant otherwise) {
        Instant instant = time == null ? otherwise : time.toInstant();
        // What databases have dates for; no event is older or newer.
        return instant.isBefore(Bounds.EARLIEST)
                ? Bounds.EARLIEST
                : instant.isAfter(Bounds.LATEST) ? Bounds.LATEST : instant;
    }
}
