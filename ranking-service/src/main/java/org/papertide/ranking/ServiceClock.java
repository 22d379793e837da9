package org.papertide.ranking;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The one clock of the service. */
final class ServiceClock {

    private ServiceClock() {}

    @Produces
    @Singleton
    static Clock clock(ClockSettings settings) {
        return Clock.offset(Clock.systemUTC(), settings.offset());
    }
}
