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
record OutboxBacklog(long records, long first, Duration oldest) {

    static final OutboxBacklog NONE = new OutboxBacklog(0, 0, Duration.ZERO);

    /** The first that waits now; of the number only is certain whether it is 0. */
    OutboxBacklog look(OutboxRepository outbox, Instant now) {
        return outbox.findFirst()
                .map(row ->
                        new OutboxBacklog(
                                Math.max(1, records),
                                row.pending().id(),
                                Duration.between(row.pending().message().createdAt(), now)))
                .orElse(NONE);
    }

    OutboxBacklog withRecords(long count) {
        return first == 0 ? NONE : new OutboxBacklog(Math.max(1, count), first, oldest);
    }
}
