package org.papertide.notify.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.running.Transactions;
import org.papertide.platform.database.DatabaseUnavailableException;
import org.papertide.platform.loop.Backoff;
import org.papertide.platform.loop.LogOnce;
import org.papertide.platform.loop.Loop;

/**
 * Writes what becomes of mails into the ledger, those of all connections together: one transaction
 * takes whatever has come up since the last one began, and waits a moment for half of the
 * connections, for a transaction costs as much as writing ten mails.
 *
 * <p>Its commits do not wait for the disk ({@code synchronous_commit = off}): a kill of this
 * process loses nothing that way, a crash of the database server at most its last 0.6 s, in which
 * case mails of that time are sent again with the same Message-ID.
 */
public final class LedgerJournal implements Settlements, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LedgerJournal.class);

    /** Pages in one transaction; a page has two entries as a rule. */
    private static final int MAX_PAGES = 250;

    private static final Backoff RETRY = Backoff.constant(Duration.ofMillis(500));

    /**
     * How long a page waits for those of others. While half of the connections wait for the ledger,
     * the others keep the processors and the server busy.
     */
    private static final Duration GATHERING = Duration.ofMillis(1);

    /** How long a connection waits for its mail to be HANDED before it gives the mail up. */
    private static final Duration HAND_WAIT = Duration.ofSeconds(20);

    /** How often it is looked whether one has waited too long, in parts of that time. */
    private static final int LOOKS = 8;

    record Entry(
            Claim claim,
            Transition transition,
            @Nullable Settlement settlement,
            CompletableFuture<Boolean> written) {}

    private record Awaited(CompletableFuture<Boolean> written, long since) {}

    private final Transactions<DeliveryRepository> deliveries;
    private final Duration handWait;
    private final Clock clock;
    private final String worker;
    private final HeldDeliveries held;
    private final PageQueue queue = new PageQueue(MAX_PAGES, GATHERING);

    /** The hand-overs that connections wait for. */
    private final Map<Claim, Awaited> awaited = new ConcurrentHashMap<>();

    private final LogOnce log = new LogOnce();
    private final Thread writer;
    private final Loop impatience;
    private volatile boolean closed;

    /**
     * @param worker the name of this process's life, as in its ledger
     * @param held the rows that this process holds, shared with its ledger
     */
    public LedgerJournal(
            Transactions<DeliveryRepository> deliveries,
            String worker,
            HeldDeliveries held,
            Clock clock) {
        this(deliveries, worker, held, clock, HAND_WAIT);
    }

    LedgerJournal(
            Transactions<DeliveryRepository> deliveries,
            String worker,
            HeldDeliveries held,
            Clock clock,
            Duration handWait) {
        this.deliveries = deliveries;
        this.handWait = handWait;
        this.worker = worker;
        this.held = held;
        this.clock = clock;
        // A platform thread: a virtual one would queue for a processor behind those of all
        // connections, which wait for it.
        this.writer = Thread.ofPlatform().daemon().name("ledger-journal").start(this::loop);
        this.impatience =
                Loop.every(handWait.dividedBy(LOOKS), "ledger-journal waits", this::giveUp);
    }

    /** For one connection: what it settles goes with its next hand-over. */
    public JournalPage page() {
        queue.addConnection();
        return new JournalPage(this);
    }

    /** Records at once, and returns at once. */
    @Override
    public void settle(Claim claim, Settlement settlement) {
        add(List.of(settlement(claim, settlement)));
    }

    @Override
    public void forget(Claim claim) {
        held.drop(claim.id());
    }

    /**
     * @throws IllegalStateException if the row's state does not allow it
     */
    Entry handover(Claim claim) {
        held.requireLegal(claim.id(), Transition.HAND);
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        awaited.put(claim, new Awaited(written, System.nanoTime()));
        var _ = written.whenComplete((_, _) -> awaited.remove(claim));
        return new Entry(claim, Transition.HAND, null, written);
    }

    /** One look at all that wait; a timer for each would cost as much as its mail's commit. */
    private void giveUp() {
        long now = System.nanoTime();
        for (Awaited each : awaited.values()) {
            if (now - each.since() > handWait.toNanos()) {
                each.written()
                        .completeExceptionally(
                                new TimeoutException("not recorded within " + handWait));
            }
        }
    }

    /**
     * @throws IllegalStateException if the row's state does not allow it
     */
    Entry settlement(Claim claim, Settlement settlement) {
        held.requireLegal(claim.id(), settlement.transition());
        Entry entry =
                new Entry(claim, settlement.transition(), settlement, new CompletableFuture<>());
        var _ = entry.written().whenComplete((_, _) -> held.drop(claim.id()));
        return entry;
    }

    /** These are written in one transaction, with those of others. */
    void add(List<Entry> page) {
        queue.add(page);
    }

    private void loop() {
        try {
            while (!closed || !queue.isEmpty()) {
                List<Entry> batch = new ArrayList<>();
                queue.take(Duration.ofMillis(200)).forEach(batch::addAll);
                if (!batch.isEmpty()) {
                    writeUntilDone(batch);
                }
            }
        } catch (InterruptedException e) {
            LOG.warnf("The ledger journal ends with entries unwritten. count=%d", queue.size());
            Thread.currentThread().interrupt();
        }
    }

    private void writeUntilDone(List<Entry> batch) throws InterruptedException {
        boolean done = false;
        for (int failures = 1; !done; failures++) {
            // A connection that gave up waiting has dropped its mail before the dot.
            batch.removeIf(entry -> entry.written().isDone());
            done = isDone(batch);
            if (!done) {
                Thread.sleep(RETRY.pause(failures));
            }
        }
    }

    /** Writes the batch, or gives it up; false if it is to be tried again. */
    private boolean isDone(List<Entry> batch) {
        try {
            Set<Long> written = write(batch);
            batch.forEach(entry -> complete(entry, written.contains(entry.claim().id())));
            if (log.isRecovery()) {
                LOG.info("The ledger journal works again.");
            }
            return true;
        } catch (DatabaseUnavailableException e) {
            if (log.isNew("database")) {
                LOG.warnf("The ledger journal waits for the database. count=%d", batch.size());
            }
            return false;
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    e, "Entries of the ledger journal cannot be written. count=%d", batch.size());
            batch.forEach(entry -> entry.written().completeExceptionally(e));
            return true;
        }
    }

    private void complete(Entry entry, boolean written) {
        if (written) {
            held.moved(entry.claim().id(), entry.transition().to());
        }
        entry.written().complete(written);
    }

    private Set<Long> write(List<Entry> batch) {
        List<List<Entry>> rounds = rounds(batch);
        return deliveries.call(repository -> {
            Set<Long> written = new HashSet<>();
            for (List<Entry> round : rounds) {
                written.addAll(writeRound(repository, round));
            }
            return written;
        });
    }

    /** Two entries of one row cannot be in one statement: a hand and its settlement follow. */
    private static List<List<Entry>> rounds(List<Entry> batch) {
        List<List<Entry>> rounds = new ArrayList<>();
        Map<Long, Integer> rows = new HashMap<>();
        for (Entry entry : batch) {
            int round = rows.merge(entry.claim().id(), 1, Integer::sum) - 1;
            if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round).add(entry);
        }
        return rounds;
    }

    private List<Long> writeRound(DeliveryRepository repository, List<Entry> round) {
        int size = round.size();
        Long[] ids = new Long[size];
        Integer[] attempts = new Integer[size];
        Transition[] transitions = new Transition[size];
        @Nullable String[] reasons = new String[size];
        @Nullable String[] queueIds = new String[size];
        @Nullable Instant[] next = new Instant[size];
        @Nullable String[] relays = new String[size];
        for (int i = 0; i < size; i++) {
            Entry entry = round.get(i);
            ids[i] = entry.claim().id();
            attempts[i] = entry.claim().attempt();
            transitions[i] = entry.transition();
            Settlement settlement = entry.settlement();
            if (settlement != null) {
                reasons[i] = settlement.reason();
                queueIds[i] = settlement.queueId();
                next[i] = settlement.nextAttempt();
                relays[i] = settlement.relay();
            }
        }
        return repository.settle(
                ids,
                attempts,
                transitions,
                reasons,
                queueIds,
                next,
                relays,
                worker,
                clock.instant());
    }

    /** Writes what is left, for up to ten seconds. */
    @Override
    public void close() {
        closed = true;
        impatience.close();
        try {
            if (!writer.join(Duration.ofSeconds(10))) {
                writer.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
