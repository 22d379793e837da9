package org.papertide.ingest.outbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.papertide.platform.database.Database;

/**
 * What waits in the outbox.
 *
 * @param records how many
 * @param oldest how long the oldest has waited
 */
record Backlog(long records, Duration oldest) {

    static final Backlog NONE = new Backlog(0, Duration.ZERO);

    private static final String SQL = "select count(*), min(created_at) from outbox";

    static Backlog of(Database database, Clock clock) {
        Instant now = clock.instant();
        return database.inTransaction(session ->
                session.doReturningWork(connection -> {
                    try (PreparedStatement select = connection.prepareStatement(SQL);
                            ResultSet row = select.executeQuery()) {
                        row.next();
                        OffsetDateTime oldest = row.getObject(2, OffsetDateTime.class);
                        return new Backlog(
                                row.getLong(1),
                                oldest == null
                                        ? Duration.ZERO
                                        : Duration.between(oldest.toInstant(), now));
                    }
                }));
    }
}
