package org.papertide.platform.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pause before the next attempt. It doubles with each consecutive failure, up to a limit.
 * Jitter spreads the retries of attempts that failed together.
 *
 * @param first after the first failure
 * @param longest the limit, before jitter
 * @param jitter largest share by which a pause is shortened or lengthened at random, 0 to 1
 */
public record Backoff(Duration first, Duration longest, double jitter) {

    /** More doublings than any limit needs, and no overflow. */
    private static final int MAX_DOUBLINGS = 30;

    public Backoff {
        if (!first.isPositive() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "first must be positive and at most longest: %s, %s".formatted(first, longest));
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be from 0 to 1: " + jitter);
        }
    }

    /** Without jitter. */
    public static Backoff of(Duration first, Duration longest) {
        return new Backoff(first, longest, 0);
    }

    /** The same pause after every failure. */
    public static Backoff constant(Duration pause) {
        return of(pause, pause);
    }

    /**
     * The pause without jitter.
     *
     * @param failures how many attempts in a row have failed, from 1
     */
    public Duration pause(int failures) {
        double millis =
                Math.scalb((double) first.toMillis(), Math.clamp(failures - 1L, 0, MAX_DOUBLINGS));
        return millis < longest.toMillis() ? Duration.ofMillis((long) millis) : longest;
    }

    /**
     * The pause with jitter.
     *
     * @param failures how many attempts in a row have failed, from 1
     */
    public Duration pause(int failures, RandomGenerator random) {
        double share = 1 - jitter + 2 * jitter * random.nextDouble();
        return Duration.ofMillis(Math.round(pause(failures).toMillis() * share));
    }
}
