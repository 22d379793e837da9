package org.papertide.ingest.outbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.papertide.platform.database.Database;

/**
 * Publishes what waits in the outbox and deletes it. One relay works at a time, over all replicas,
 * by an advisory lock that ends with its transaction; the others come away empty.
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

    Relay(Database database, Publisher publisher, int batchSize) {
        this.database = database;
        this.publisher = publisher;
        this.batchSize = batchSize;
    }

    /** What one pass came to. */
    sealed interface Pass {

        /** Nothing waits, or another relay is at it. */
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
            return new Pass.Idle();
        }
        List<PendingRecord> records = next(outbox);
        if (records.isEmpty()) {
            return new Pass.Idle();
        }
        Set<Long> done = inOrder(records, publish(records));
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

    private List<PendingRecord> next(OutboxRepository outbox) {
        List<PendingRecord> records = new ArrayList<>();
        int characters = 0;
        long after = 0;
        while (records.size() < batchSize && characters < MAX_CHARACTERS) {
            int limit = Math.min(PAGE, batchSize - records.size());
            List<PendingRecord> page =
                    outbox.next(after, limit).stream().map(OutboxRow::pending).toList();
            records.addAll(page);
            characters += page.stream().mapToInt(PendingRecord::size).sum();
            if (page.size() < limit) {
                break;
            }
            after = page.getLast().id();
        }
        return records;
    }
}
