package org.papertide.bench;

import java.time.Duration;

/** Measures how long something takes. */
final class Stopwatch {

    private final long start = System.nanoTime();

    private Stopwatch() {}

    static Stopwatch start() {
        return new Stopwatch();
    }

    /** Seconds since the start. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** The time since the start. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
