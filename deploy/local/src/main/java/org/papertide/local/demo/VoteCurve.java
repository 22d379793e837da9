package org.papertide.local.demo;

import java.time.Duration;
import java.time.Instant;

/**
 * How a count grows: {@code total × (1 − exp(−(age / scale)^shape))}, nothing before it begins.
 *
 * @param begin when it begins to grow
 * @param total what it comes to in the end, 0 or more
 * @param scale after this time it has reached 63 % of the total
 * @param shape 1 for growth that is fastest at first; above 1 for a start that gathers speed
 */
record VoteCurve(Instant begin, double total, Duration scale, double shape) {

    /** Votes that a breakout has after {@link #TAKE_OFF}, whatever it comes to. */
    private static final double TAKEN_OFF = 95;

    private static final Duration TAKE_OFF = Duration.ofSeconds(36);
    private static final double TAKE_OFF_SHAPE = 1.3;

    /** Steady interest: half of it in a given time. */
    static VoteCurve steady(Instant begin, double total, Duration half) {
        return new VoteCurve(begin, total, half.multipliedBy(1443).dividedBy(1000), 1);
    }

    /**
     * A breakout: whatever it comes to, it passes {@value #TAKEN_OFF} votes 36 s after it began, so
     * that the breakouts come as evenly as they begin.
     *
     * @param total more than {@value #TAKEN_OFF}
     */
    static VoteCurve breakout(Instant begin, double total) {
        double part = Math.pow(-Math.log1p(-TAKEN_OFF / total), 1 / TAKE_OFF_SHAPE);
        long scale = (long) (TAKE_OFF.toMillis() / part);
        return new VoteCurve(begin, total, Duration.ofMillis(scale), TAKE_OFF_SHAPE);
    }

    /** The count at an instant. */
    double at(Instant now) {
        long age = Duration.between(begin, now).toMillis();
        return age <= 0
                ? 0
                : total * -Math.expm1(-Math.pow((double) age / scale.toMillis(), shape));
    }
}
