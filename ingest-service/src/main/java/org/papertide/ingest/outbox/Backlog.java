package org.papertide.ingest.outbox;

import java.time.Duration;
import java.time.Instant;

/**
 * What waits in the outbox.
 *
 * @param records how many
 * @param first the id of the first, 0 if none waits
 * @param oldest how long that has waited
 */
record Backlog(long records, long first, Duration oldest) {

    static final Backlog NONE = new Backlog(0, 0, Duration.ZERO);

    /** The first that waits now; of the number only is certain whether it is 0. */
    Backlog look(OutboxRepository outbox, Instant now) {
        return outbox.findFirst()
                .map(row ->
                        new Backlog(
                                Math.max(1, records),
                                row.pending().id(),
                                Duration.between(row.pending().message().createdAt(), now)))
                .orElse(NONE);
    }

    Backlog withRecords(long count) {
        return first == 0 ? NONE : new Backlog(Math.max(1, count), first, oldest);
    }
}
