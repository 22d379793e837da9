package org.papertide.notify.edition;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.papertide.notify.ledger.AccountRepository;
import org.papertide.notify.ledger.AccountRepository_;
import org.papertide.notify.ledger.DeliveryRepository;
import org.papertide.notify.ledger.DeliveryRepository_;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.ledger.Exclusions;
import org.papertide.notify.ledger.PlanRepository_;
import org.papertide.notify.ledger.StateCount;
import org.papertide.notify.message.MailKind;
import org.papertide.platform.database.Database;

/** Counts editions, and closes those that are done. */
@Singleton
public final class EditionAccounts {

    private static final Logger LOG = Logger.getLogger(EditionAccounts.class);

    /** A step of leaving takes longer than a look at it. */
    private static final int MOST_LOOKS = 20;

    /** Rows written in one transaction; a hundred thousand would take seconds. */
    private static final int MOST_AT_ONCE = 5_000;

    private final Database database;
    private final Clock clock;

    public EditionAccounts(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The account of an edition, now: of its mails in the ledger, and of those that have left. */
    public Optional<EditionAccount> find(long id) {
        return database.inTransaction(session -> {
            EditionRepository editions = new EditionRepository_(session);
            List<EditionSum> before;
            List<EditionSum> sums = editions.sums(id);
            long audience;
            List<StateCount> counts;
            int looks = 0;
            // Mails that leave between two statements would be counted twice, or not at all; each
            // step of leaving changes the sums.
            do {
                before = sums;
                audience = new PlanRepository_(session).countAudience(id);
                counts = new AccountRepository_(session).count(id);
                sums = editions.sums(id);
                looks++;
            } while (!sums.equals(before) && looks < MOST_LOOKS);
            Optional<Edition> edition = editions.find(id);
            return edition.isEmpty()
                    ? Optional.empty()
                    : Optional.of(account(edition.get(), audience, counts, sums));
        });
    }

    /**
     * The newest editions before one.
     *
     * @param kind only those of it; empty for all
     */
    EditionPage page(long before, String kind, int atMost) {
        List<EditionEntry> found =
                database.inTransaction(session ->
                        new EditionRepository_(session)
                                .before(before, kind, atMost + 1).stream()
                                        .map(EditionEntry::of)
                                        .toList());
        boolean more = found.size() > atMost;
        List<EditionEntry> shown = more ? found.subList(0, atMost) : found;
        return new EditionPage(shown, more ? Long.toString(shown.getLast().id()) : null);
    }

    /**
     * @param audience who have no mail in the ledger yet
     * @param sums of mails that are there no more, and of what came back
     */
    private static EditionAccount account(
            Edition edition, long audience, List<StateCount> counts, List<EditionSum> sums) {
        Map<DeliveryState.Entry, Long> entries = new EnumMap<>(DeliveryState.Entry.class);
        for (DeliveryState.Entry entry : DeliveryState.Entry.values()) {
            entries.put(entry, 0L);
        }
        entries.put(DeliveryState.Entry.PENDING, audience);
        Map<String, Long> exclusions = new TreeMap<>();
        boolean waits = false;
        for (StateCount count : counts) {
            DeliveryState.Entry entry = count.state().entry();
            entries.merge(entry, count.rows(), Long::sum);
            waits |= entry.isOpen() || count.again();
            if (count.state() == DeliveryState.EXCLUDED) {
                exclusions.merge(String.valueOf(count.reason()), count.rows(), Long::sum);
            }
        }
        Map<String, Long> returned = new TreeMap<>();
        for (EditionSum sum : sums) {
            if (sum.entry().equals(EditionSum.RETURNED)) {
                returned.put(sum.reason(), sum.mails());
                continue;
            }
            DeliveryState state = DeliveryState.read(sum.entry());
            entries.merge(state.entry(), sum.mails(), Long::sum);
            if (state == DeliveryState.EXCLUDED) {
                exclusions.merge(sum.reason(), sum.mails(), Long::sum);
            }
        }
        return new EditionAccount(
                edition.id(),
                edition.kindName(),
                edition.asOf(),
                edition.plannedAt(),
                edition.expiresAt(),
                edition.composedAt(),
                entries.values().stream().mapToLong(Long::longValue).sum(),
                entries.getOrDefault(DeliveryState.Entry.PENDING, 0L),
                entries.getOrDefault(DeliveryState.Entry.DEFERRED, 0L),
                entries.getOrDefault(DeliveryState.Entry.ACCEPTED, 0L),
                entries.getOrDefault(DeliveryState.Entry.REJECTED, 0L),
                entries.getOrDefault(DeliveryState.Entry.EXPIRED, 0L),
                entries.getOrDefault(DeliveryState.Entry.UNCERTAIN, 0L),
                entries.getOrDefault(DeliveryState.Entry.EXCLUDED, 0L),
                exclusions,
                edition.composedAt() != null && !waits,
                returned,
                edition.stopReason(),
                edition.leftAt());
    }

    /**
     * Stops an edition, whatever of it is planned, composed or tried yet: nothing more is claimed,
     * and what waits is excluded as stopped. Mails that a worker has in hand still go.
     *
     * @return its account; empty if there is none any more
     */
    Optional<EditionAccount> stop(long id, String reason) {
        boolean stopped =
                database.inTransaction(session -> {
                    EditionRepository editions = new EditionRepository_(session);
                    return editions.find(id).filter(it -> !it.isLeaving()).isPresent()
                            && editions.stop(id, clock.instant(), reason) > 0;
                });
        if (stopped) {
            LOG.warnf("An operator stopped an edition. edition=%d error=\"%s\"", id, reason);
        }
        return find(id);
    }

    /**
     * Ends a slice of what waits in stopped editions: a million rows in one statement would take
     * longer than a statement may.
     *
     * @return whether there may be more
     */
    public boolean endStopped() {
        return database.inTransaction(session -> {
            Long[] stopped = new EditionRepository_(session).stopped().toArray(Long[]::new);
            if (stopped.length == 0) {
                return false;
            }
            DeliveryRepository ledger = new DeliveryRepository_(session);
            int excluded =
                    ledger.excludeWaiting(
                            stopped, MOST_AT_ONCE, Exclusions.STOPPED, clock.instant());
            int left = ledger.leaveUncertain(stopped, MOST_AT_ONCE);
            return Math.max(excluded, left) == MOST_AT_ONCE;
        });
    }

    /** Closes the editions in which nothing waits any more; returns how many. */
    public int closeDone() {
        return database.inTransaction(this::closeDone);
    }

    private int closeDone(StatelessSession session) {
        EditionRepository editions = new EditionRepository_(session);
        AccountRepository ledger = new AccountRepository_(session);
        Long[] done = withoutWaiting(ledger, editions.closable());
        if (done.length == 0) {
            return 0;
        }
        // Asked again under the lock: meanwhile a planner may have opened one for further mails.
        Long[] still = withoutWaiting(ledger, editions.lockClosable(done));
        return still.length == 0 ? 0 : editions.close(still, clock.instant());
    }

    private static Long[] withoutWaiting(AccountRepository ledger, List<Long> editions) {
        Set<Long> waiting = new HashSet<>(ledger.waiting(editions.toArray(Long[]::new)));
        return editions.stream().filter(id -> !waiting.contains(id)).toArray(Long[]::new);
    }

    /** Breakouts of the last 24 hours that were mailed. */
    public long alerts() {
        Instant since = clock.instant().minus(Duration.ofDays(1));
        return database.inTransaction(session ->
                new EditionRepository_(session).countAlerts(MailKind.ALERT.name(), since));
    }

    /** How the ledger and the editions that are not closed stand, for metrics. */
    public OpenEditions open() {
        Instant now = clock.instant();
        return database.inTransaction(session -> {
            List<Edition> open = new EditionRepository_(session).open();
            AccountRepository ledger = new AccountRepository_(session);
            var _ = ledger.readWholeTables();
            return OpenEditions.of(
                    open,
                    ledger.countAll(
                            open.stream().map(Edition::id).toArray(Long[]::new),
                            open.stream().map(Edition::kindName).toArray(String[]::new)),
                    now);
        });
    }
}
