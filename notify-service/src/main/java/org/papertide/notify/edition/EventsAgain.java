package org.papertide.notify.edition;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.ledger.SentEvent;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.subscription.Channel;

/**
 * Sends events to a webhook again: each is an edition of its own, with the content of the first
 * time, and so with its id.
 */
@Singleton
public final class EventsAgain {

    private final EditionSettings settings;
    private final Clock clock;

    public EventsAgain(EditionSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Plans them in their order.
     *
     * @return how many; those whose content has left are left out
     */
    public int plan(
            StatelessSession session,
            long subscriptionId,
            Channel.Webhook webhook,
            List<SentEvent> events) {
        EditionRepository editions = new EditionRepository_(session);
        Instant now = clock.instant();
        Map<Long, Edition> known =
                editions
                        .findAll(
                                events.stream()
                                        .map(SentEvent::editionId)
                                        .distinct()
                                        .toArray(Long[]::new))
                        .stream()
                        .collect(Collectors.toMap(Edition::id, Function.identity()));
        Set<String> contents =
                editions
                        .findContents(
                                events.stream().map(SentEvent::contentId).toArray(String[]::new))
                        .stream()
                        .map(Content::id)
                        .collect(Collectors.toCollection(HashSet::new));
        int planned = 0;
        for (SentEvent event : events) {
            Edition first = known.get(event.editionId());
            if (first != null && first.kind().isPresent() && contents.contains(event.contentId())) {
                plan(session, subscriptionId, webhook, event, first.knownKind(), now);
                planned++;
            }
        }
        return planned;
    }

    private void plan(
            StatelessSession session,
            long subscriptionId,
            Channel.Webhook webhook,
            SentEvent event,
            MailKind kind,
            Instant now) {
        Instant expires = now.plus(settings.lifetime(kind));
        Edition edition =
                new Edition(
                        "AGAIN/" + subscriptionId + "/" + UUID.randomUUID(), kind, now, expires);
        session.insert(edition);
        new PlanRepository_(session)
                .planEvent(
                        edition.id(),
                        subscriptionId,
                        Channel.readerOf(subscriptionId),
                        "again/" + edition.id(),
                        event.contentId(),
                        kind.priority(),
                        webhook.receiver(),
                        now);
    }
}
