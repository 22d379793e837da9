package org.papertide.ingest.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What waits in the outbox.
 *
 * @param records how many
 * @param first the id of the first, 0 if none waits
 * @param oldest how long that has waited
 */
record Backlog(long records, long first, Duration oldest) {

    static final Backlog NONE = new Backlog(0, 0, Duration.ZERO);

    /** What waits now; to count it reads all. */
    static Backlog count(OutboxRepository outbox, Instant now) {
        return of(outbox, now, outbox.count());
    }

    /** The same, but for the number, of which only is certain whether it is 0. */
    Backlog follow(OutboxRepository outbox, Instant now) {
        return of(outbox, now, records);
    }

    private static Backlog of(OutboxRepository outbox, Instant now, long records) {
        Optional<OutboxRow> first = outbox.findFirst();
        return first.map(row ->
                        new Backlog(
                                Math.max(1, records),
                                row.pending().id(),
                                Duration.between(row.pending().message().createdAt(), now)))
                .orElse(NONE);
    }
}
