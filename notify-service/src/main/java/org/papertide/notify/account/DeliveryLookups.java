package org.papertide.notify.account;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.papertide.notify.account.ReaderAccount.SubscriptionEntry;
import org.papertide.notify.account.ReaderAccount.SuppressionNote;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.ledger.LedgerEntry;
import org.papertide.notify.ledger.SettledRepository;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.returned.ReturnedDelivery;
import org.papertide.notify.subscription.Channel;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.Subscriber;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.platform.database.Database;

/** Answers what was sent, and what became of it. */
@Singleton
public final class DeliveryLookups {

    private final Database database;
    private final AddressHashes hashes;
    private final DeliveryNames names;

    public DeliveryLookups(Database database, AddressHashes hashes, TokenKeyring keyring) {
        this.database = database;
        this.hashes = hashes;
        this.names = new DeliveryNames(keyring);
    }

    /** What a search came to. */
    sealed interface Found {

        /** Somebody. */
        record Reader(ReaderAccount account) implements Found {}

        /** Nobody that is known. */
        record Nobody() implements Found {}

        /** Not an address. */
        record Wrong(String reason) implements Found {}
    }

    /** What there is of an edition. */
    sealed interface MailsOfEdition {

        /** Some of its mails. */
        record Page(DeliveryPage page) implements MailsOfEdition {}

        /** Its mails are leaving the ledger, or have left. */
        record Gone() implements MailsOfEdition {}

        /** There is no such edition. */
        record Unknown() implements MailsOfEdition {}
    }

    /** One mail. */
    Optional<DeliveryEntry> find(long id) {
        return database.inTransaction(session ->
                new SettledRepository_(session)
                        .find(id)
                        .flatMap(row -> entries(session, List.of(row)).stream().findFirst()));
    }

    /**
     * Mails of an edition, those of the first subscriptions after one.
     *
     * @param state only those in it; empty for all
     */
    MailsOfEdition ofEdition(long edition, String state, long after, int atMost) {
        return database.inTransaction(session ->
                new EditionRepository_(session)
                        .find(edition)
                        .<MailsOfEdition>map(found ->
                                found.isLeaving()
                                        ? new MailsOfEdition.Gone()
                                        : new MailsOfEdition.Page(
                                                page(session, edition, state, after, atMost)))
                        .orElseGet(MailsOfEdition.Unknown::new));
    }

    /** What a webhook was sent, the newest first, of that before one. */
    public DeliveryPage ofWebhook(long subscription, long before, int atMost) {
        return database.inTransaction(session -> {
            List<LedgerEntry> rows =
                    new SettledRepository_(session)
                            .ofPerson(Channel.readerOf(subscription), before, atMost + 1);
            boolean more = rows.size() > atMost;
            List<LedgerEntry> shown = more ? rows.subList(0, atMost) : rows;
            return new DeliveryPage(
                    entries(session, shown), more ? Long.toString(shown.getLast().id()) : null);
        });
    }

    private DeliveryPage page(
            StatelessSession session, long edition, String state, long after, int atMost) {
        List<LedgerEntry> rows =
                new SettledRepository_(session).ofEdition(edition, state, after, atMost + 1);
        boolean more = rows.size() > atMost;
        List<LedgerEntry> shown = more ? rows.subList(0, atMost) : rows;
        return new DeliveryPage(
                entries(session, shown),
                more ? Long.toString(shown.getLast().subscriptionId()) : null);
    }

    /** Mails of whom an operator asks about, with what else shows why they were sent or not. */
    Found search(DeliverySearch search) {
        String address = search.address();
        if (address == null) {
            long subscription = search.subscription() == null ? 0 : search.subscription();
            return database.inTransaction(session -> bySubscription(session, subscription, search));
        }
        return switch (MailAddress.parse(address)) {
            case MailAddress.Parsed.Invalid(String reason) -> new Found.Wrong(reason);
            case MailAddress.Parsed.Valid(MailAddress valid) ->
                    database.inTransaction(session -> byAddress(session, valid, search));
        };
    }

    private Found byAddress(StatelessSession session, MailAddress address, DeliverySearch search) {
        Optional<Long> subscriber =
                new SubscriptionRepository_(session).findSubscriberByKey(address.key());
        if (subscriber.isPresent()) {
            return new Found.Reader(account(session, subscriber.get(), search));
        }
        return suppression(session, hashes.of(address.plainHash()))
                .<Found>map(suppressed ->
                        new Found.Reader(
                                new ReaderAccount(null, List.of(), suppressed, List.of(), null)))
                .orElseGet(Found.Nobody::new);
    }

    /** Of a subscription that is erased the ledger still knows the number of its reader. */
    private Found bySubscription(
            StatelessSession session, long subscription, DeliverySearch search) {
        return new SubscriptionRepository_(session)
                .findSubscription(subscription)
                .map(DeliveryLookups::person)
                .or(() -> new SettledRepository_(session).personOf(subscription))
                .<Found>map(subscriber -> new Found.Reader(account(session, subscriber, search)))
                .orElseGet(Found.Nobody::new);
    }

    /** Under which number the ledger has whom a subscription serves. */
    private static long person(Subscription subscription) {
        return switch (subscription.channel()) {
            case Channel.Mail() -> subscription.subscriberId();
            case Channel.Webhook _ -> Channel.readerOf(subscription.id());
        };
    }

    private ReaderAccount account(
            StatelessSession session, long subscriberId, DeliverySearch search) {
        SubscriptionRepository subscriptions = new SubscriptionRepository_(session);
        SettledRepository ledger = new SettledRepository_(session);
        Optional<Subscriber> subscriber = subscriptions.findSubscriber(subscriberId);
        int atMost = search.limitOrDefault();
        List<LedgerEntry> rows = ledger.ofPerson(subscriberId, search.beforeOrEnd(), atMost + 1);
        boolean more = rows.size() > atMost;
        List<LedgerEntry> shown = more ? rows.subList(0, atMost) : rows;
        return new ReaderAccount(
                subscriber.map(Subscriber::createdAt).orElse(null),
                subscriptions.ofSubscriber(subscriberId).stream()
                        .map(DeliveryLookups::entry)
                        .toList(),
                subscriber.flatMap(known -> suppression(session, known.addressHash())).orElse(null),
                entries(session, shown),
                more ? shown.getLast().id() : null);
    }

    private static Optional<SuppressionNote> suppression(StatelessSession session, String hash) {
        return Suppressions.find(session, hash)
                .map(found -> new SuppressionNote(found.reason(), found.at()));
    }

    private static SubscriptionEntry entry(Subscription subscription) {
        return new SubscriptionEntry(
                subscription.id(),
                subscription.stateName(),
                subscription.frequencyName(),
                subscription.requestedAt(),
                subscription.confirmedAt(),
                subscription.endedAt());
    }

    private List<DeliveryEntry> entries(StatelessSession session, List<LedgerEntry> rows) {
        Map<Long, Edition> editions =
                new EditionRepository_(session)
                                .findAll(
                                        rows.stream()
                                                .map(LedgerEntry::editionId)
                                                .distinct()
                                                .toArray(Long[]::new))
                                .stream()
                                .collect(Collectors.toMap(Edition::id, Function.identity()));
        Map<Long, List<DeliveryEntry.Return>> returned =
                ReturnedDelivery.of(
                                session, rows.stream().map(LedgerEntry::id).toArray(Long[]::new))
                        .stream()
                        .collect(
                                Collectors.groupingBy(
                                        ReturnedDelivery::delivery,
                                        Collectors.mapping(
                                                DeliveryEntry.Return::of, Collectors.toList())));
        DeliveryNames.Namer namer = names.namer();
        List<DeliveryEntry> entries = new ArrayList<>();
        for (LedgerEntry row : rows) {
            Edition edition = editions.get(row.editionId());
            if (edition != null) {
                entries.add(
                        entry(
                                row,
                                edition,
                                namer.of(row.id()),
                                returned.getOrDefault(row.id(), List.of())));
            }
        }
        return List.copyOf(entries);
    }

    private static DeliveryEntry entry(
            LedgerEntry row, Edition edition, String name, List<DeliveryEntry.Return> returned) {
        return new DeliveryEntry(
                row.id(),
                name,
                edition.id(),
                edition.kindName(),
                edition.plannedAt(),
                row.subscriptionId(),
                row.state(),
                row.reason(),
                ReplyCode.of(row.reason()),
                row.queueId(),
                row.attempts(),
                row.settledAt(),
                row.nextAttemptAt(),
                row.parkedFor(),
                row.relay(),
                returned);
    }

    /** The sums of these days, the first and the last with them. */
    List<MailSum> sums(LocalDate first, LocalDate last) {
        return database.inTransaction(session ->
                new MailSumRepository_(session).between(first.toString(), last.toString()));
    }
}
