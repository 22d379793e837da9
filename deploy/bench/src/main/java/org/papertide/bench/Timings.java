package org.papertide.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times of the same thing, measured repeatedly, perhaps by several threads. */
final class Timings {

    private final List<Duration> times = new ArrayList<>();

    synchronized void add(Duration time) {
        times.add(time);
    }

    /**
     * The smallest sample that at least this share of all do not exceed (nearest rank).
     *
     * @param share above 0, at most 1
     * @throws IllegalStateException if there are no samples
     */
    synchronized Duration percentile(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share: not above 0 and at most 1: " + share);
        }
        if (times.isEmpty()) {
            throw new IllegalStateException("no samples");
        }
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    /** Median and maximum in milliseconds. */
    @Override
    public synchronized String toString() {
        return String.format(
                Locale.ROOT,
                "median %,d ms, maximum %,d ms (%d samples)",
                percentile(0.5).toMillis(),
                percentile(1).toMillis(),
                times.size());
    }
}
