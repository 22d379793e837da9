package org.papertide.backtest;

import java.util.Comparator;

/**
 * One recorded signal of a paper's upvotes.
 *
 * @param time milliseconds since the epoch
 * @param upvotes the count
 * @param source who recorded it
 * @param view which list it was read from: daily, weekly or monthly
 */
record Observation(long time, long upvotes, String source, String view)
        implements Comparable<Observation> {

    private static final Comparator<Observation> ORDER =
            Comparator.comparingLong(Observation::time)
                    .thenComparingLong(Observation::upvotes)
                    .thenComparing(Observation::source)
                    .thenComparing(Observation::view);

    @Override
    public int compareTo(Observation other) {
        return ORDER.compare(this, other);
    }
}
