package org.papertide.ingest.signal;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Loops;

/** Deletes old signals and old events' ids, a slice per transaction. */
@Singleton
final class SignalRetention {

    private static final Duration HOURLY = Duration.ofHours(1);
    private static final int SLICE = 10_000;

    private final Database database;
    private final Clock clock;
    private final SignalRetentionSettings settings;

    SignalRetention(Database database, Clock clock, SignalRetentionSettings settings) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
    }

    /** Each hour, or at once while there is more; two replicas at it do no harm. */
    void start(@Observes StartupEvent event, Loops loops, @Named("database") Dependency available) {
        loops.start(
                "retention", available.whenPresent(() -> deleteSome() ? Duration.ZERO : HOURLY));
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
        int signals = repository.deleteOlder(now.minus(settings.kept()), SLICE);
        int events = repository.deleteOlderEvents(now.minus(settings.eventsKept()), SLICE);
        return signals == SLICE || events == SLICE;
    }
}
