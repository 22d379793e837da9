package org.papertide.ingest;

import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
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
    void awaitMigration() throws InterruptedException {
        migrated.awaitPrepared();
    }
}
