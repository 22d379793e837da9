package org.papertide.notify.running;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.SessionFactory;

/** The service's clock and database. */
class RunningBeans {

    /** UTC and an offset, so that a recorded day can be replayed. */
    @Produces
    @Singleton
    Clock clock(
            @ConfigProperty(name = "papertide.clock.offset", defaultValue = "PT0S")
                    Duration offset) {
        return Clock.offset(Clock.systemUTC(), offset);
    }

    @Produces
    @Singleton
    Database database(SessionFactory sessions) {
        return new JtaDatabase(sessions);
    }
}
