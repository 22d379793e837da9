package org.papertide.notify.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before an attempt: exponential, capped, with jitter, so that what failed
 * together is not tried again together.
 *
 * @param base before the second attempt
 * @param most the longest pause
 * @param random for the jitter
 */
record RetrySchedule(Duration base, Duration most, RandomGenerator random) {

    /** A quarter up or down. */
    private static final double JITTER = 0.25;

    private static final int MAX_DOUBLINGS = 20;

    /**
     * @param failures how many attempts have failed, from 1
     */
    Duration after(int failures) {
        int doublings = Math.clamp(failures - 1L, 0, MAX_DOUBLINGS);
        double millis =
                Math.min(Math.scalb((double) base.toMillis(), doublings), (double) most.toMillis());
        return Duration.ofMillis(
                Math.round(millis * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }
}
