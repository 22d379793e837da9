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
        OutboxRepository.Waiting waiting =
                database.inTransaction(session -> new OutboxRepository_(session).waiting());
        Instant oldest = waiting.oldest();
        return new Backlog(
                waiting.records(), oldest == null ? Duration.ZERO : Duration.between(oldest, now));
    }
}
