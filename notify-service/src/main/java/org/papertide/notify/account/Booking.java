package org.papertide.notify.account;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.events.DeliveryOutcome;
import org.papertide.notify.edition.EditionInBooking;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.SettledDelivery;
import org.papertide.notify.ledger.SettledRepository;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.subscription.SubscriptionDomain;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;

/**
 * Books closed editions, a page at a time: counts their mails into the sums of days, and publishes
 * them. One process at a time books; the others come away empty.
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
        return database.inTransaction(this::book);
    }

    private static void begin(StatelessSession session, Instant now) {
        EditionRepository editions = new EditionRepository_(session);
        Long[] closed = editions.lockUnbooked(MOST_EDITIONS).toArray(Long[]::new);
        if (closed.length > 0) {
            editions.beginBooking(closed, new SettledRepository_(session).last(), now);
        }
    }

    private boolean book(StatelessSession session) {
        EditionRepository editions = new EditionRepository_(session);
        if (!editions.tryLock(EditionRepository.BOOKING)) {
            return false;
        }
        List<EditionInBooking> begun = editions.inBooking(MOST_EDITIONS);
        if (begun.isEmpty()) {
            return false;
        }
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
        }
        List<DeliveryOutcome> outcomes = outcomes(page, domains(session, page));
        count(session, outcomes);
        // Last: what fails before is not published.
        sink.publish(outcomes);
        return true;
    }

    private static Map<Long, String> domains(
            StatelessSession session, Map<SettledDelivery, EditionInBooking> page) {
        Long[] subscriptions =
                page.keySet().stream()
                        .map(SettledDelivery::subscriptionId)
                        .distinct()
                        .toArray(Long[]::new);
        return new SubscriptionRepository_(session)
                .domains(subscriptions).stream()
                        .collect(
                                Collectors.toMap(
                                        SubscriptionDomain::subscriptionId,
                                        SubscriptionDomain::domain));
    }

    /** In the order of their names, which says nothing. */
    private List<DeliveryOutcome> outcomes(
            Map<SettledDelivery, EditionInBooking> page, Map<Long, String> domains) {
        DeliveryNames.Namer namer = names.namer();
        List<DeliveryOutcome> outcomes = new ArrayList<>();
        page.forEach((row, edition) -> {
            String domain = domains.get(row.subscriptionId());
            String receiver = domain == null ? Receivers.OTHER : receivers.of(domain);
            outcomes.add(
                    outcome(
                            row,
                            edition,
                            namer.of(row.id()),
                            receiver.equals(Receivers.OTHER) ? null : receiver));
        });
        outcomes.sort(Comparator.comparing(DeliveryOutcome::delivery));
        return outcomes;
    }

    private static DeliveryOutcome outcome(
            SettledDelivery row, EditionInBooking edition, String name, @Nullable String receiver) {
        boolean excluded = row.state().equals(DeliveryState.EXCLUDED.name());
        String reason = row.reason();
        return new DeliveryOutcome(
                name,
                edition.id(),
                edition.kind().name(),
                row.state(),
                excluded && reason != null && WORD.matcher(reason).matches() ? reason : null,
                excluded ? null : ReplyCode.of(reason),
                receiver,
                row.attempts(),
                Optional.ofNullable(row.settledAt()).orElse(edition.plannedAt()));
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
