package org.papertide.events.consumer;

import java.time.Duration;

/**
 * How long to wait before a record is tried again: twice as long each time.
 *
 * @param first after the first failure
 * @param longest however many there were
 */
record Backoff(Duration first, Duration longest) {

    Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("backoff: from " + first + " to " + longest);
        }
    }

    Duration after(int failures) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
