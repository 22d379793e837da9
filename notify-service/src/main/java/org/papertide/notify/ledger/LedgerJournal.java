package org.papertide.notify.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hibernate.StatelessSession;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.running.Database;
import org.papertide.notify.running.Sql;
import org.papertide.platform.database.DatabaseUnavailableException;

/**
 * Writes what becomes of mails into the ledger, those of all connections together: one transaction
 * takes whatever has come up since the last one began.
 *
 * <p>Its commits do not wait for the disk ({@code synchronous_commit = off}): a kill of this
 * process loses nothing that way, a crash of the database server at most its last 0.6 s, in which
 * case mails of that time are sent again with the same Message-ID.
 */
public final class LedgerJournal implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LedgerJournal.class);
    private static final int MAX_BATCH = 500;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    /** How long a connection waits for its mail to be HANDED before it gives the mail up. */
    private static final Duration HAND_WAIT = Duration.ofSeconds(20);

    private static final String WRITE =
            """
            update delivery d set state = u.state, reason = u.reason, queue_id = u.queue_id,
                next_attempt_at = u.next_attempt_at::timestamptz,
                worker = case when u.state = 'HANDED' then d.worker end,
                lease_until = case when u.state = 'HANDED' then d.lease_until end,
                settled_at = case when u.state = 'HANDED' then null else ?::timestamptz end
            from unnest(?, ?, ?, ?, ?, ?)
                as u(id, attempt, state, reason, queue_id, next_attempt_at)
            where d.id = u.id and d.attempts = u.attempt
                and (d.state in ('CLAIMED', 'HANDED')
                    or d.state = 'UNCERTAIN' and u.state <> 'HANDED')
                and (u.state <> 'HANDED' or d.worker = ?)
            returning d.id
            """;

    private record Entry(Claim claim, DeliveryState state, CompletableFuture<Boolean> written) {}

    private final Database database;
    private final Clock clock;
    private final String worker;
    private final Set<Long> held;
    private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile boolean closed;

    public LedgerJournal(Database database, String worker, Set<Long> held, Clock clock) {
        this.database = database;
        this.worker = worker;
        this.held = held;
        this.clock = clock;
        this.writer = Thread.ofVirtual().name("ledger-journal").start(this::loop);
    }

    /**
     * Records that the final dot is about to go; returns once that is in the database.
     *
     * @return false if the row is no longer this worker's: the dot must not go
     * @throws DatabaseUnavailableException if it could not be recorded in time
     */
    public boolean hand(Claim claim) {
        Entry entry =
                new Entry(claim, new DeliveryState.Claimed().hand(), new CompletableFuture<>());
        queue.add(entry);
        try {
            return entry.written().orTimeout(HAND_WAIT.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new DatabaseUnavailableException(e);
        }
    }

    /** Records what became of a mail; returns at once, and is tried until it is written. */
    public void settle(Claim claim, DeliveryState state) {
        Entry entry = new Entry(claim, state, new CompletableFuture<>());
        var _ = entry.written().whenComplete((_, _) -> held.remove(claim.id()));
        queue.add(entry);
    }

    private void loop() {
        List<Entry> batch = new ArrayList<>();
        try {
            while (!closed || !queue.isEmpty()) {
                Entry first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, MAX_BATCH);
                writeUntilDone(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            LOG.warnf("the ledger journal ends with %d entries unwritten", queue.size());
            Thread.currentThread().interrupt();
        }
    }

    private void writeUntilDone(List<Entry> batch) throws InterruptedException {
        boolean said = false;
        while (true) {
            // A connection that gave up waiting has dropped its mail before the dot.
            batch.removeIf(entry -> entry.written().isDone());
            try {
                Set<Long> written = write(batch);
                batch.forEach(
                        entry -> entry.written().complete(written.contains(entry.claim().id())));
                return;
            } catch (DatabaseUnavailableException e) {
                if (!said) {
                    LOG.warnf(
                            "the ledger journal waits for the database, %d entries", batch.size());
                    said = true;
                }
                Thread.sleep(RETRY_PAUSE);
            } catch (RuntimeException e) {
                LOG.errorf(e, "%d entries of the ledger journal cannot be written", batch.size());
                batch.forEach(entry -> entry.written().completeExceptionally(e));
                return;
            }
        }
    }

    /** Two entries of one row cannot be in one statement: a hand and its settlement follow. */
    private Set<Long> write(List<Entry> batch) {
        List<List<Entry>> rounds = new ArrayList<>();
        for (Entry entry : batch) {
            List<Entry> round =
                    rounds.stream()
                            .filter(r ->
                                    r.stream()
                                            .noneMatch(other ->
                                                    other.claim().id() == entry.claim().id()))
                            .findFirst()
                            .orElseGet(() -> {
                                List<Entry> fresh = new ArrayList<>();
                                rounds.add(fresh);
                                return fresh;
                            });
            round.add(entry);
        }
        return database.inTransaction(session -> {
            Sql.run(session, "set local synchronous_commit = off");
            Set<Long> written = new HashSet<>();
            for (List<Entry> round : rounds) {
                written.addAll(writeRound(session, round));
            }
            return written;
        });
    }

    private List<Long> writeRound(StatelessSession session, List<Entry> round) {
        int size = round.size();
        Long[] ids = new Long[size];
        Integer[] attempts = new Integer[size];
        String[] states = new String[size];
        @Nullable String[] reasons = new String[size];
        @Nullable String[] queueIds = new String[size];
        @Nullable Instant[] next = new Instant[size];
        List<Long> unsent = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Entry entry = round.get(i);
            ids[i] = entry.claim().id();
            attempts[i] = entry.claim().attempt();
            states[i] = entry.state().name();
            switch (entry.state()) {
                case DeliveryState.Accepted(String queueId) -> queueIds[i] = queueId;
                case DeliveryState.Deferred(Instant at, String reason) -> {
                    next[i] = at;
                    reasons[i] = reason;
                }
                case DeliveryState.Uncertain(Instant at, String reason) -> {
                    next[i] = at;
                    reasons[i] = reason;
                }
                case DeliveryState.Rejected(String reason) -> {
                    reasons[i] = reason;
                    unsent.add(entry.claim().id());
                }
                case DeliveryState.Expired(String reason) -> reasons[i] = reason;
                case DeliveryState.Excluded(String reason) -> reasons[i] = reason;
                case DeliveryState.Handed _, DeliveryState.Planned _, DeliveryState.Claimed _ -> {}
            }
        }
        List<Long> written =
                Sql.rows(
                        session,
                        WRITE,
                        row -> row.getLong(1),
                        clock.instant(),
                        ids,
                        attempts,
                        states,
                        reasons,
                        queueIds,
                        next,
                        worker);
        if (!unsent.isEmpty()) {
            DeliveryLedger.forgetSeen(session, unsent);
        }
        return written;
    }

    /** Writes what is left, for up to ten seconds. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!writer.join(Duration.ofSeconds(10))) {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
