package org.papertide.ingest.outbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.papertide.platform.database.Database;

/**
 * What waits in the outbox.
 *
 * @param records how many
 * @param oldest how long the oldest has waited
 */
record Backlog(long records, Duration oldest) {

    static final Backlog NONE = new Backlog(0, Duration.ZERO);

    static Backlog of(Database database, Clock clock) {
        Instant now = clock.instant();
        return database.inTransaction(session -> {
            OutboxRepository outbox = new OutboxRepository_(session);
            Duration oldest =
                    outbox.findOldest()
                            .map(written -> Duration.between(written, now))
                            .orElse(Duration.ZERO);
            return new Backlog(outbox.count(), oldest);
        });
    }
}
