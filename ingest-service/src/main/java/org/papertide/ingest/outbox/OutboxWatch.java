package org.papertide.ingest.outbox;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.papertide.platform.database.Database;
import org.papertide.platform.loop.Progress;

/**
 * Looks at the outbox: how much waits, and whether it moves. It stands still while its first record
 * stays the same, also where others pass it, or where none of them can be deleted. Every replica
 * sees that, not only the one that publishes.
 *
 * <p>One thread looks; any may ask.
 */
final class OutboxWatch {

    private final Database database;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Progress progress;
    private long nextCount;
    private volatile OutboxBacklog backlog = OutboxBacklog.NONE;

    OutboxWatch(Database database, Clock clock, Duration standstill) {
        this(database, clock, standstill, System::nanoTime);
    }

    /**
     * @param standstill how long the first record may stay the same
     * @param nanoTime a clock that never goes back
     */
    OutboxWatch(Database database, Clock clock, Duration standstill, LongSupplier nanoTime) {
        this.database = database;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.progress = new Progress(standstill, nanoTime);
        this.nextCount = nanoTime.getAsLong();
    }

    /** What waited when it looked last. */
    OutboxBacklog backlog() {
        return backlog;
    }

    /** Why it does not move, where it does not. */
    Optional<String> findStandstill() {
        return progress.findStandstill().map(Progress.Standstill::toString);
    }

    /** Looks. All are counted now and then only, which may take long. */
    void look() {
        OutboxBacklog before = backlog;
        OutboxBacklog now =
                database.inTransaction(
                        session -> before.look(new OutboxRepository_(session), clock.instant()));
        backlog = now;
        progress.note("outbox", now.first(), now.records());
        long began = nanoTime.getAsLong();
        if (began - nextCount >= 0) {
            long count = database.inTransaction(session -> new OutboxRepository_(session).count());
            OutboxBacklog counted = now.withRecords(count);
            backlog = counted;
            progress.note("outbox", counted.first(), counted.records());
            long ended = nanoTime.getAsLong();
            nextCount = ended + pauseAfter(Duration.ofNanos(ended - began)).toNanos();
        }
    }

    /** A long outbox takes long to count, and the relay that makes it shorter comes first. */
    static Duration pauseAfter(Duration count) {
        return count.multipliedBy(10);
    }
}
