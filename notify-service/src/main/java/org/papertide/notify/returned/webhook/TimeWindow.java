package org.papertide.notify.returned.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How far the time in a request may be from ours.
 *
 * @param most in the past
 */
record TimeWindow(Duration most, Clock clock) {

    /** Clocks differ. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /** Whether seconds since 1970, in digits, are within. */
    boolean contains(String seconds) {
        if (!seconds.matches("\\d{1,11}")) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(seconds));
        Instant now = clock.instant();
        return !at.isBefore(now.minus(most)) && !at.isAfter(now.plus(AHEAD));
    }
}
