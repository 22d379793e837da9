package org.papertide.ingest.signal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.papertide.platform.database.Database;

/** Deletes old readings and old events' ids, a slice per transaction. */
final class Retention {

    private static final int SLICE = 10_000;

    private static final String READINGS =
            """
            delete from reading where ctid = any (array(
                select r.ctid from reading r
                where r.recorded_at < ? and r.observed_at < ? and exists (
                    select from reading later
                    where later.paper = r.paper and later.metric = r.metric
                      and later.source = r.source and later.observed_at > r.observed_at)
                limit ?))
            """;
    private static final String EVENTS =
            """
            delete from pushed_event where ctid = any (array(
                select ctid from pushed_event where recorded_at < ? limit ?))
            """;

    private final Database database;
    private final Clock clock;
    private final CatalogueSettings settings;

    Retention(Database database, Clock clock, CatalogueSettings settings) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Deletes the next slice.
     *
     * @return whether there may be more
     */
    boolean deleteSome() {
        return database.inTransaction(session -> session.doReturningWork(this::deleteSome));
    }

    private boolean deleteSome(Connection connection) throws SQLException {
        Instant now = clock.instant();
        int readings;
        try (PreparedStatement delete = connection.prepareStatement(READINGS)) {
            var before = now.minus(settings.readingsKept()).atOffset(ZoneOffset.UTC);
            delete.setObject(1, before);
            delete.setObject(2, before);
            delete.setInt(3, SLICE);
            readings = delete.executeUpdate();
        }
        try (PreparedStatement delete = connection.prepareStatement(EVENTS)) {
            delete.setObject(1, now.minus(settings.eventsKept()).atOffset(ZoneOffset.UTC));
            delete.setInt(2, SLICE);
            return delete.executeUpdate() == SLICE || readings == SLICE;
        }
    }
}
