package org.papertide.ingest;

import static org.awaitility.Awaitility.await;

import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;

/** The running service's database, which a test has once it is migrated. */
public abstract class MigratedDatabase {

    @Inject protected Database database;
    @Inject protected Clock clock;

    @Inject
    @Named("database")
    Dependency migrated;

    @BeforeEach
    void awaitMigration() {
        await().atMost(Duration.ofMinutes(1)).until(migrated::wasPrepared);
    }
}
