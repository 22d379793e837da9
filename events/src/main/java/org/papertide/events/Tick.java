package org.papertide.events;

import java.time.Instant;

/**
 * The services' clock, in the log. Value of {@code ticks.v1}, sent to every partition each second,
 * so that rankings move when nothing else happens and a replay sees the same time.
 *
 * @param at the services' time
 */
public record Tick(Instant at) {

    public Tick {
        Require.instant("at", at);
    }
}
