package org.papertide.ingest.signal;

import java.time.Clock;
import java.time.Instant;
import org.papertide.platform.database.Database;

/** Deletes old signals and old events' ids, a slice per transaction. */
final class Retention {

    private static final int SLICE = 10_000;

    private final Database database;
    private final Clock clock;
    private final RetentionSettings settings;

    Retention(Database database, Clock clock, RetentionSettings settings) {
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
        return database.inTransaction(session -> deleteSome(new SignalRepository_(session)));
    }

    private boolean deleteSome(SignalRepository repository) {
        Instant now = clock.instant();
        int signals = repository.deleteOlder(now.minus(settings.readingsKept()), SLICE);
        int events = repository.deleteOlderEvents(now.minus(settings.eventsKept()), SLICE);
        return signals == SLICE || events == SLICE;
    }
}
