package org.papertide.ingest.running;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The services' clock: UTC and an offset, so that a recorded day can be replayed. */
@ApplicationScoped
class ServiceClock {

    @Produces
    @ApplicationScoped
    Clock clock(
            @ConfigProperty(name = "papertide.clock.offset", defaultValue = "PT0S")
                    Duration offset) {
        return Clock.offset(Clock.systemUTC(), offset);
    }
}
