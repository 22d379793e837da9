package org.papertide.notify.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.DeliveryOutcome;
import org.papertide.notify.edition.Edition;
import org.papertide.notify.edition.EditionInBooking;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.LedgerEntry;
import org.papertide.notify.ledger.SettledDelivery;
import org.papertide.notify.ledger.SettledRepository;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.returned.ReturnedDelivery;
import org.papertide.notify.subscription.SubscriptionDomain;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;

/**
 * Books closed editions, a page at a time: counts their mails into the sums of days, and publishes
 * them. One process at a time books; the others come away empty.
 *
 * <p>Mails that came back later are counted and published after their edition, by the same rules.
 *
 * <p>To begin with an edition, its row is locked for a moment. Whoever opens it for further mails
 * locks it, too: so all mails of it that there are have lower numbers than those to come, and
 * nothing happens to them any more. What comes later is booked when the edition has closed again.
 */
public final class Booking {

    /** Mails of a page: what is repeated after a crash, at most. */
    static final int PAGE = 2_000;

    /** Editions of a page; single mails are editions of their own. */
    static final int MOST_EDITIONS = 100;

    /** What is published of a mail that came back. */
    private static final String RETURNED = "RETURNED";

    /**
     * When it is looked again at a mail that waits for its edition, after its edition expired.
     * Whoever books the edition says so before; an older release beside this one does not.
     */
    private static final Duration RETURNED_WAIT = Duration.ofHours(1);

    /** As the event takes it: a report may hold anything. */
    private static final Pattern CODE = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}|[245]\\d\\d");

    private static final Pattern WORD = Pattern.compile("[a-z ]{1,64}");

    private final Database database;
    private final Receivers receivers;
    private final DeliveryNames names;
    private final OutcomeSink sink;
    private final Clock clock;

    /** What is counted together. */
    private record Key(String day, String kind, String receiver, String outcome)
            implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::day)
                        .thenComparing(Key::kind)
                        .thenComparing(Key::receiver)
                        .thenComparing(Key::outcome);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    Booking(
            Database database,
            Receivers receivers,
            DeliveryNames names,
            OutcomeSink sink,
            Clock clock) {
        this.database = database;
        this.receivers = receivers;
        this.names = names;
        this.sink = sink;
        this.clock = clock;
    }

    /**
     * Books with what the service has.
     *
     * @param sink where outcomes are published
     */
    public static Booking of(
            Database database,
            Traffic traffic,
            TokenKeyring keyring,
            OutcomeSink sink,
            Clock clock) {
        return new Booking(
                database, Receivers.of(traffic), new DeliveryNames(keyring), sink, clock);
    }

    /**
     * Books the next page.
     *
     * @return whether there was anything; then there may be more
     */
    public boolean next() {
        Instant now = clock.instant();
        database.run(session -> begin(session, now));
        return database.inTransaction(session -> book(session, now));
    }

    private static void begin(StatelessSession session, Instant now) {
        EditionRepository editions = new EditionRepository_(session);
        Long[] closed = editions.lockUnbooked(MOST_EDITIONS).toArray(Long[]::new);
        if (closed.length > 0) {
            editions.beginBooking(closed, new SettledRepository_(session).last(), now);
        }
    }

    private boolean book(StatelessSession session, Instant now) {
        EditionRepository editions = new EditionRepository_(session);
        if (!editions.tryLock(EditionRepository.BOOKING)) {
            return false;
        }
        List<EditionInBooking> begun = editions.inBooking(MOST_EDITIONS);
        List<DeliveryOutcome> outcomes = new ArrayList<>(settled(session, begun, now));
        List<ReturnedDelivery> returned = ReturnedDelivery.toBook(session, now, PAGE);
        // After them: what was accepted in this page may have come back already.
        outcomes.addAll(returned(session, returned, now));
        count(session, outcomes);
        // Last: what fails before is not published.
        sink.publish(outcomes);
        return !begun.isEmpty() || !returned.isEmpty();
    }

    /** What became of the next mails of these editions. */
    private List<DeliveryOutcome> settled(
            StatelessSession session, List<EditionInBooking> begun, Instant now) {
        EditionRepository editions = new EditionRepository_(session);
        SettledRepository settled = new SettledRepository_(session);
        Map<SettledDelivery, EditionInBooking> page = new LinkedHashMap<>();
        List<Long> ended = new ArrayList<>();
        for (EditionInBooking edition : begun) {
            int left = PAGE - page.size();
            if (left == 0) {
                break;
            }
            List<SettledDelivery> rows =
                    settled.settled(
                            edition.id(), edition.after(), edition.from(), edition.upto(), left);
            rows.forEach(row -> page.put(row, edition));
            if (rows.size() < left) {
                ended.add(edition.id());
            } else {
                editions.book(edition.id(), rows.getLast().subscriptionId());
            }
        }
        if (!ended.isEmpty()) {
            editions.endBooking(ended.toArray(Long[]::new));
            ReturnedDelivery.endWait(session, ended.toArray(Long[]::new), now);
        }
        Map<Long, String> domains =
                domains(session, page.keySet().stream().map(SettledDelivery::subscriptionId));
        DeliveryNames.Namer namer = names.namer();
        return inOrder(
                page.entrySet().stream()
                        .map(entry ->
                                outcome(
                                        entry.getKey(),
                                        entry.getValue(),
                                        namer.of(entry.getKey().id()),
                                        receiver(domains, entry.getKey().subscriptionId()))));
    }

    /**
     * That mails came back, of those that are booked as accepted, so that nobody hears of the
     * second before the first; the others wait. Of a mail that has left the ledger nothing is told.
     */
    private List<DeliveryOutcome> returned(
            StatelessSession session, List<ReturnedDelivery> returned, Instant now) {
        if (returned.isEmpty()) {
            return List.of();
        }
        EditionRepository editions = new EditionRepository_(session);
        Map<Long, LedgerEntry> rows =
                new SettledRepository_(session)
                                .findAll(
                                        returned.stream()
                                                .map(ReturnedDelivery::delivery)
                                                .distinct()
                                                .toArray(Long[]::new))
                                .stream()
                                .collect(Collectors.toMap(LedgerEntry::id, Function.identity()));
        Long[] ids =
                rows.values().stream().map(LedgerEntry::editionId).distinct().toArray(Long[]::new);
        Map<Long, Edition> known =
                editions.findAll(ids).stream()
                        .collect(Collectors.toMap(Edition::id, Function.identity()));
        Set<Long> booked = new HashSet<>(editions.booked(ids));
        Map<Boolean, List<ReturnedDelivery>> byWait =
                returned.stream()
                        .collect(
                                Collectors.partitioningBy(mail -> {
                                    LedgerEntry row = rows.get(mail.delivery());
                                    return row != null && !booked.contains(row.editionId());
                                }));
        List<ReturnedDelivery> waiting = byWait.getOrDefault(true, List.of());
        List<ReturnedDelivery> told = byWait.getOrDefault(false, List.of());
        waitForEditions(session, waiting, rows, known, now);
        ReturnedDelivery.booked(session, told);
        Map<Long, String> domains =
                domains(session, rows.values().stream().map(LedgerEntry::subscriptionId));
        DeliveryNames.Namer namer = names.namer();
        return inOrder(
                told.stream()
                        .flatMap(mail -> {
                            LedgerEntry row = rows.get(mail.delivery());
                            Edition edition = row == null ? null : known.get(row.editionId());
                            return row == null || edition == null
                                    ? Stream.empty()
                                    : Stream.of(
                                            outcome(
                                                    mail,
                                                    row,
                                                    edition,
                                                    namer.of(row.id()),
                                                    receiver(domains, row.subscriptionId())));
                        }));
    }

    private static void waitForEditions(
            StatelessSession session,
            List<ReturnedDelivery> waiting,
            Map<Long, LedgerEntry> rows,
            Map<Long, Edition> known,
            Instant now) {
        if (waiting.isEmpty()) {
            return;
        }
        List<Long> editions =
                waiting.stream()
                        .map(mail -> Objects.requireNonNull(rows.get(mail.delivery())).editionId())
                        .toList();
        List<Instant> ats =
                editions.stream()
                        .map(known::get)
                        .map(edition -> edition == null ? now : edition.expiresAt())
                        .map(expires -> (expires.isAfter(now) ? expires : now).plus(RETURNED_WAIT))
                        .toList();
        ReturnedDelivery.waitFor(session, waiting, editions, ats);
    }

    /** In the order of their names, which says nothing. */
    private static List<DeliveryOutcome> inOrder(Stream<DeliveryOutcome> outcomes) {
        return outcomes.sorted(Comparator.comparing(DeliveryOutcome::delivery)).toList();
    }

    private static Map<Long, String> domains(StatelessSession session, Stream<Long> subscriptions) {
        return new SubscriptionRepository_(session)
                .domains(subscriptions.distinct().toArray(Long[]::new)).stream()
                        .collect(
                                Collectors.toMap(
                                        SubscriptionDomain::subscriptionId,
                                        SubscriptionDomain::domain));
    }

    /** Null where it may not be named. */
    private @Nullable String receiver(Map<Long, String> domains, long subscription) {
        String domain = domains.get(subscription);
        String receiver = domain == null ? Receivers.OTHER : receivers.of(domain);
        return receiver.equals(Receivers.OTHER) ? null : receiver;
    }

    private static DeliveryOutcome outcome(
            SettledDelivery row, EditionInBooking edition, String name, @Nullable String receiver) {
        boolean excluded = row.state().equals(DeliveryState.EXCLUDED.name());
        String reason = row.reason();
        return new DeliveryOutcome(
                name,
                edition.id(),
                edition.kindName(),
                row.state(),
                excluded && reason != null && WORD.matcher(reason).matches() ? reason : null,
                excluded ? null : ReplyCode.of(reason),
                receiver,
                null,
                row.attempts(),
                Optional.ofNullable(row.settledAt()).orElse(edition.plannedAt()));
    }

    private static DeliveryOutcome outcome(
            ReturnedDelivery mail,
            LedgerEntry row,
            Edition edition,
            String name,
            @Nullable String receiver) {
        return new DeliveryOutcome(
                name,
                edition.id(),
                edition.kindName(),
                RETURNED,
                null,
                mail.code() != null && CODE.matcher(mail.code()).matches() ? mail.code() : null,
                receiver,
                mail.kind(),
                row.attempts(),
                mail.at());
    }

    private static void count(StatelessSession session, List<DeliveryOutcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        Map<Key, Long> sums =
                outcomes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Booking::key, TreeMap::new, Collectors.counting()));
        List<Key> keys = List.copyOf(sums.keySet());
        new MailSumRepository_(session)
                .add(
                        column(keys, Key::day),
                        column(keys, Key::kind),
                        column(keys, Key::receiver),
                        column(keys, Key::outcome),
                        keys.stream().map(sums::get).toArray(Long[]::new));
    }

    private static String[] column(List<Key> keys, Function<Key, String> column) {
        return keys.stream().map(column).toArray(String[]::new);
    }

    private static Key key(DeliveryOutcome outcome) {
        String receiver = outcome.receiver();
        return new Key(
                LocalDate.ofInstant(outcome.at(), ZoneOffset.UTC).toString(),
                outcome.kind(),
                receiver == null ? Receivers.OTHER : receiver,
                outcome.outcome());
    }
}
