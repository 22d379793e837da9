package org.papertide.ranking.meaning;

import java.time.Duration;

/**
 * A share of one processor: work is followed by a pause.
 *
 * @param share of the time that is work, above 0, at most 1
 */
record Share(double share) {

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    Share {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share: not above 0 and at most 1");
        }
    }

    /** A tenth of it. */
    Share tenth() {
        return new Share(share / 10);
    }

    /**
     * The pause after work of this length, at most {@link #LONGEST_PAUSE}: a batch of a slow model,
     * too, is made well before Kafka takes the consumer for dead.
     */
    Duration pauseAfter(Duration work) {
        Duration pause = Duration.ofNanos(Math.round(work.toNanos() * (1 / share - 1)));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
