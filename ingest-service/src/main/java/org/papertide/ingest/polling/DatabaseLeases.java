package org.papertide.ingest.polling;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.papertide.platform.database.Database;

/** Leases as rows that run out. */
final class DatabaseLeases implements Leases {

    private final Database database;
    private final Clock clock;
    private final String holder = UUID.randomUUID().toString();

    DatabaseLeases(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Instant> acquire(String host, Duration atMost) {
        return database.inTransaction(
                session -> session.doReturningWork(c -> acquire(c, host, atMost)));
    }

    @Override
    public void release(String host, Instant nextRequest) {
        database.inTransaction(
                session -> session.doReturningWork(c -> release(c, host, nextRequest)));
    }

    private Optional<Instant> acquire(Connection connection, String host, Duration atMost)
            throws SQLException {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        """
                        insert into lease as l (host, holder, held_until, next_request)
                        values (?, ?, ?, ?)
                        on conflict (host) do update
                        set holder = excluded.holder, held_until = excluded.held_until
                        where l.holder is null or l.holder = excluded.holder or l.held_until < ?
                        returning next_request
                        """)) {
            upsert.setString(1, host);
            upsert.setString(2, holder);
            upsert.setObject(3, now.plus(atMost));
            upsert.setObject(4, now);
            upsert.setObject(5, now);
            try (ResultSet row = upsert.executeQuery()) {
                return row.next()
                        ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                        : Optional.empty();
            }
        }
    }

    private int release(Connection connection, String host, Instant nextRequest)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "update lease set holder = null, held_until = null, next_request = ?"
                                + " where host = ? and holder = ?")) {
            update.setObject(1, nextRequest.atOffset(ZoneOffset.UTC));
            update.setString(2, host);
            update.setString(3, holder);
            return update.executeUpdate();
        }
    }
}
