package org.papertide.notify.edition;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.papertide.notify.ledger.AccountRepository;
import org.papertide.notify.ledger.AccountRepository_;
import org.papertide.notify.ledger.ContentReader;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.message.MailKind;
import org.papertide.notify.message.RenderedMessage;
import org.papertide.notify.subscription.SubscriptionRepository_;

/**
 * Single mails, planned within the transaction of the change that they report: an edition of its
 * own each, so that one account and one way of sending serve all mails.
 */
@Singleton
public final class TransactionalMails {

    private final Contents contents;
    private final Clock clock;

    public TransactionalMails(Contents contents, Clock clock) {
        this.contents = contents;
        this.clock = clock;
    }

    /** Plans a mail to the subscriber, to be sent at once. */
    public void plan(
            StatelessSession session,
            MailKind kind,
            long subscriptionId,
            long subscriberId,
            RenderedMessage message,
            Instant expires) {
        Instant now = clock.instant();
        String content = contents.keepPersonal(session, kind, message, now);
        Edition edition =
                new Edition(
                        kind + "/" + subscriptionId + "/" + UUID.randomUUID(), kind, now, expires);
        session.insert(edition);
        new PlanRepository_(session)
                .planOne(
                        edition.id(),
                        subscriptionId,
                        subscriberId,
                        kind + "/" + edition.id(),
                        content,
                        kind.priority(),
                        now);
    }

    /**
     * Deletes a subscriber's single mails: their text, their rows in the ledger and their editions.
     * One that is on its way arrives, and nothing is noted of it.
     */
    public void erase(StatelessSession session, long subscriberId) {
        AccountRepository ledger = new AccountRepository_(session);
        EditionRepository editions = new EditionRepository_(session);
        Long[] all = ledger.editionsOf(subscriberId).toArray(Long[]::new);
        erase(session, editions.personal(all, MailKind.personalNames()).toArray(Long[]::new));
    }

    /** Deletes the single mails of one of a subscriber's subscriptions. */
    public void erase(StatelessSession session, long subscriberId, long subscriptionId) {
        Long[] all = new AccountRepository_(session).editionsOf(subscriberId).toArray(Long[]::new);
        List<Long> own =
                new EditionRepository_(session)
                        .personalOf(all, MailKind.personalNames(), Long.toString(subscriptionId));
        erase(session, own.toArray(Long[]::new));
    }

    /**
     * Deletes the texts of a subscriber's digests and alerts that repeat what the reader wrote, but
     * for those that others who wrote the same still have. Their mails stay counted; one that waits
     * goes to nobody, and finds no text.
     */
    public void eraseWords(StatelessSession session, long subscriberId) {
        AccountRepository ledger = new AccountRepository_(session);
        EditionRepository editions = new EditionRepository_(session);
        String[] own = ledger.contentsOfSubscriber(subscriberId).toArray(String[]::new);
        String[] texts = editions.inWords(own).toArray(String[]::new);
        if (texts.length == 0) {
            return;
        }
        List<ContentReader> readers = ledger.otherReaders(texts, subscriberId);
        Set<Long> known =
                Set.copyOf(
                        new SubscriptionRepository_(session)
                                .known(
                                        readers.stream()
                                                .map(ContentReader::subscriberId)
                                                .distinct()
                                                .toArray(Long[]::new)));
        Set<String> kept =
                readers.stream()
                        .filter(reader -> known.contains(reader.subscriberId()))
                        .map(ContentReader::contentId)
                        .collect(Collectors.toSet());
        editions.blank(
                Stream.of(texts).filter(text -> !kept.contains(text)).toArray(String[]::new));
    }

    private static void erase(StatelessSession session, Long[] single) {
        AccountRepository ledger = new AccountRepository_(session);
        EditionRepository editions = new EditionRepository_(session);
        String[] texts = ledger.contentsOf(single).toArray(String[]::new);
        ledger.deleteOf(single);
        // Earlier releases kept one text for all who had asked for the same.
        editions.deleteContents(ledger.unused(texts).toArray(String[]::new));
        editions.delete(single);
    }

    /** Whether a mail of a kind was planned for a subscription after an instant. */
    public boolean wasPlanned(
            StatelessSession session,
            MailKind kind,
            long subscriberId,
            long subscriptionId,
            Instant since) {
        EditionRepository editions = new EditionRepository_(session);
        Long[] all = new AccountRepository_(session).editionsOf(subscriberId).toArray(Long[]::new);
        Long[] own =
                editions.personalOf(all, new String[] {kind.name()}, Long.toString(subscriptionId))
                        .toArray(Long[]::new);
        return editions.countPlanned(own, since) > 0;
    }
}
