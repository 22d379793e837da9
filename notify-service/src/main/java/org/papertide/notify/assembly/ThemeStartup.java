package org.papertide.notify.assembly;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.papertide.notify.theme.ThemeKeeper;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Loops;

/** Looks after themes while the database is there. */
@Singleton
class ThemeStartup {

    private final ThemeKeeper keeper;
    private final Dependency database;

    ThemeStartup(ThemeKeeper keeper, @Named("database") Dependency database) {
        this.keeper = keeper;
        this.database = database;
    }

    void start(@Observes StartupEvent event, Loops loops) {
        loops.start("themes", database.whenPresent(keeper::keep));
    }
}
