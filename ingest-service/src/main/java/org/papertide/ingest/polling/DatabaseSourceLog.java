package org.papertide.ingest.polling;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.catalogue.Catalogue;
import org.papertide.ingest.catalogue.Outcome;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.SourceState;
import org.papertide.ingest.source.SourceStatus;
import org.papertide.platform.database.Database;

/** Where sources stand, written in the transaction of what they told. */
final class DatabaseSourceLog implements SourceLog {

    private final Database database;
    private final Catalogue catalogue;

    DatabaseSourceLog(Database database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
    }

    @Override
    public Optional<Entry> find(String source) {
        return database.inTransaction(session -> session.doReturningWork(c -> find(c, source)));
    }

    @Override
    public Taken record(SourceStatus status, List<Item> items, Instant observedAt) {
        Outcome outcome =
                database.inTransaction(session -> record(session, status, items, observedAt));
        catalogue.committed(outcome);
        return taken(outcome);
    }

    private Outcome record(
            StatelessSession session, SourceStatus status, List<Item> items, Instant observedAt) {
        Outcome outcome = catalogue.take(session, items, observedAt);
        session.doWork(connection -> write(connection, status, taken(outcome)));
        return outcome;
    }

    private static Taken taken(Outcome outcome) {
        return new Taken(
                outcome.added(),
                outcome.changed(),
                outcome.unchanged(),
                outcome.newReadings(),
                outcome.allRefused().size());
    }

    private static void write(Connection connection, SourceStatus status, Taken taken)
            throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        """
                        insert into source as s (
                            name, state, position, last_run, last_success, last_new, next_run,
                            failures, message, added, changed, unchanged, readings, refused)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (name) do update set
                            state = excluded.state,
                            position = excluded.position,
                            last_run = excluded.last_run,
                            last_success = excluded.last_success,
                            last_new = excluded.last_new,
                            next_run = excluded.next_run,
                            failures = excluded.failures,
                            message = excluded.message,
                            added = s.added + excluded.added,
                            changed = s.changed + excluded.changed,
                            unchanged = s.unchanged + excluded.unchanged,
                            readings = s.readings + excluded.readings,
                            refused = s.refused + excluded.refused
                        """)) {
            upsert.setString(1, status.source());
            upsert.setString(2, status.state().name());
            upsert.setString(3, status.position());
            upsert.setObject(4, utc(status.lastRun()));
            upsert.setObject(5, utc(status.lastSuccess()));
            upsert.setObject(6, utc(status.lastNew()));
            upsert.setObject(7, utc(status.nextRun()));
            upsert.setInt(8, status.failures());
            upsert.setString(9, status.message());
            upsert.setLong(10, taken.added());
            upsert.setLong(11, taken.changed());
            upsert.setLong(12, taken.unchanged());
            upsert.setLong(13, taken.readings());
            upsert.setLong(14, taken.refused());
            upsert.executeUpdate();
        }
    }

    private static Optional<Entry> find(Connection connection, String source) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select * from source where name = ?")) {
            select.setString(1, source);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(entry(row)) : Optional.empty();
            }
        }
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                new SourceStatus(
                        row.getString("name"),
                        SourceState.valueOf(row.getString("state")),
                        row.getString("position"),
                        instant(row, "last_run"),
                        instant(row, "last_success"),
                        instant(row, "last_new"),
                        instant(row, "next_run"),
                        row.getInt("failures"),
                        row.getString("message")),
                new Taken(
                        row.getLong("added"),
                        row.getLong("changed"),
                        row.getLong("unchanged"),
                        row.getLong("readings"),
                        row.getLong("refused")));
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
