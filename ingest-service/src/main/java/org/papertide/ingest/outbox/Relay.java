package org.papertide.ingest.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.papertide.platform.database.Database;

/**
 * Publishes what waits in the outbox and deletes it. One relay works at a time, over all replicas,
 * by an advisory lock that ends with its transaction; the others come away empty.
 *
 * <p>A lane that takes nothing, such as a partition without a leader, is passed over: it is tried
 * with its first record alone, no sooner than that took the last time, and the others go on. A
 * later record of its key that was published already goes again behind it, in the next pass.
 *
 * <p>For one thread.
 */
final class Relay {

    /** Any number that no other advisory lock of this database has. */
    private static final int LOCK = 0x0b0c5;

    /** Records in memory at once: enough to keep the broker busy, and no more. */
    private static final int MAX_CHARACTERS = 8 * 1024 * 1024;

    /** Records read at once, so that the limit on characters holds. */
    private static final int PAGE = 100;

    private final Database database;
    private final Publisher publisher;
    private final int batchSize;
    private final LongSupplier nanoTime;

    /** Of each lane that takes nothing, the first record that waits. */
    private final Map<String, Long> stuck = new HashMap<>();

    /** Up to this id, all that waits is of lanes that take nothing. */
    private long passedOver;

    /** When those are tried again. */
    private long retryAt;

    Relay(Database database, Publisher publisher, int batchSize) {
        this(database, publisher, batchSize, System::nanoTime);
    }

    /**
     * @param nanoTime a clock that never goes back
     */
    Relay(Database database, Publisher publisher, int batchSize, LongSupplier nanoTime) {
        this.database = database;
        this.publisher = publisher;
        this.batchSize = batchSize;
        this.nanoTime = nanoTime;
    }

    /** What one pass came to. */
    sealed interface Pass {

        /** Nothing waits but what nobody takes now, or another relay is at it. */
        record Idle() implements Pass {}

        /** Some records were published, and more may wait. */
        record Published(int records) implements Pass {}

        /** Not all that were sent were acknowledged: they wait on. */
        record Stuck(int records, int waiting) implements Pass {}
    }

    /**
     * Publishes the next records.
     *
     * @throws org.papertide.platform.database.DatabaseUnavailableException if it went away; what
     *     was published then is published again
     */
    Pass pass() throws InterruptedException {
        return database.inTransaction(session -> pass(new OutboxRepository_(session)));
    }

    private Pass pass(OutboxRepository outbox) {
        if (!outbox.tryLock(LOCK)) {
            passOverNothing();
            return new Pass.Idle();
        }
        long began = nanoTime.getAsLong();
        List<PendingRecord> records =
                !stuck.isEmpty() && began - retryAt >= 0 ? takeStuck(outbox) : next(outbox);
        if (records.isEmpty()) {
            return new Pass.Idle();
        }
        Set<Long> done = inOrder(records, publish(records));
        if (done.size() < records.size()) {
            passOver(records, done);
            long ended = nanoTime.getAsLong();
            retryAt = ended + (ended - began);
        }
        if (!done.isEmpty()) {
            outbox.delete(done.toArray(Long[]::new));
        }
        return done.size() == records.size()
                ? new Pass.Published(done.size())
                : new Pass.Stuck(done.size(), records.size() - done.size());
    }

    private Set<Long> publish(List<PendingRecord> records) {
        try {
            return publisher.publish(records);
        } catch (InterruptedException _) {
            // Ending: whatever was acknowledged meanwhile is published again at the next start.
            Thread.currentThread().interrupt();
            return Set.of();
        }
    }

    /**
     * Those acknowledged of which no earlier record with the same key is left behind: deleting the
     * later one alone would make the earlier one the key's last record.
     */
    private static Set<Long> inOrder(List<PendingRecord> records, Set<Long> acknowledged) {
        Set<String> stuck = new HashSet<>();
        Set<Long> done = new HashSet<>();
        for (PendingRecord record : records) {
            if (!acknowledged.contains(record.id())) {
                stuck.add(record.orderKey());
            } else if (!stuck.contains(record.orderKey())) {
                done.add(record.id());
            }
        }
        return done;
    }

    private void passOver(List<PendingRecord> records, Set<Long> done) {
        for (PendingRecord record : records) {
            if (!done.contains(record.id())) {
                stuck.putIfAbsent(publisher.lane(record), record.id());
            }
        }
    }

    private void passOverNothing() {
        stuck.clear();
        passedOver = 0;
    }

    /** The first record of each lane that took nothing; none is passed over any more. */
    private List<PendingRecord> takeStuck(OutboxRepository outbox) {
        Long[] first = stuck.values().toArray(Long[]::new);
        // From the beginning again: a record with a lower id may have been committed later.
        passOverNothing();
        return outbox.withIds(first).stream().map(OutboxRow::pending).toList();
    }

    /** The next records of lanes that are not passed over. */
    private List<PendingRecord> next(OutboxRepository outbox) {
        List<PendingRecord> records = new ArrayList<>();
        int characters = 0;
        long after = passedOver;
        while (records.size() < batchSize && characters < MAX_CHARACTERS) {
            int limit = Math.min(PAGE, batchSize - records.size());
            List<PendingRecord> page =
                    outbox.next(after, limit).stream().map(OutboxRow::pending).toList();
            for (PendingRecord record : page) {
                if (!stuck.containsKey(publisher.lane(record))) {
                    records.add(record);
                    characters += record.size();
                } else if (records.isEmpty()) {
                    passedOver = record.id();
                }
            }
            if (page.size() < limit) {
                break;
            }
            after = page.getLast().id();
        }
        return records;
    }
}
