package org.papertide.ingest.signal;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Loop;

/** Deletes what is old each hour; two replicas at it do no harm. */
@ApplicationScoped
class RetentionLoop {

    private static final Duration HOURLY = Duration.ofHours(1);

    private final Retention retention;
    private final Dependency database;
    private @Nullable Loop loop;

    @Inject
    RetentionLoop(
            Database transactions,
            Clock clock,
            RetentionSettings settings,
            @Named("database") Dependency database) {
        this.retention = new Retention(transactions, clock, settings);
        this.database = database;
    }

    void start(@Observes StartupEvent event) {
        loop = new Loop("retention", database.whenPresent(this::turn));
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    private Duration turn() {
        return retention.deleteSome() ? Duration.ZERO : HOURLY;
    }
}
