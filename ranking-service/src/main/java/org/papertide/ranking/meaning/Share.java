package org.papertide.ranking.meaning;

import java.time.Duration;

/**
 * A share of one processor: work is followed by a pause.
 *
 * @param share of the time that is work, above 0, at most 1
 */
record Share(double share) {

    Share {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share: not above 0 and at most 1");
        }
    }

    /** A tenth of it. */
    Share tenth() {
        return new Share(share / 10);
    }

    /** The pause after work of this length. */
    Duration pauseAfter(Duration work) {
        return Duration.ofNanos(Math.round(work.toNanos() * (1 / share - 1)));
    }
}
