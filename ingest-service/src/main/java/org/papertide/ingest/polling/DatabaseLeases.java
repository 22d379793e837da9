package org.papertide.ingest.polling;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.papertide.platform.database.Database;

/** Leases as rows that run out. */
@Singleton
final class DatabaseLeases implements Leases {

    /** Longer than any lease lasts. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Database database;
    private final Clock clock;
    private final String holder = UUID.randomUUID().toString();

    DatabaseLeases(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Instant> acquire(String host, Duration atMost) {
        Instant now = clock.instant();
        return database.inTransaction(session ->
                new LeaseRepository_(session)
                        .acquire(host, holder, now.plus(atMost), now, now.plus(LONGEST))
                        .map(LeaseRow::nextRequest));
    }

    @Override
    public void release(String host, Instant nextRequest) {
        database.inTransaction(
                session -> new LeaseRepository_(session).release(host, holder, nextRequest));
    }
}
