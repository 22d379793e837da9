package org.papertide.ranking.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The signals of one metric at one source, thinned so that they stay few. Immutable.
 *
 * <p>Time is cut into buckets, and of each bucket the latest signal stays (of two at the same
 * instant the higher). Buckets grow with their distance from the newest signal, and coarse ones are
 * unions of fine ones, so that the outcome depends on the set of signals alone: not on their order,
 * nor on how often each came. The first signal stays as well.
 */
public final class SignalSeries {

    private static final long HOUR = ActivityClock.HOUR;

    /** Width of a bucket, and how far behind the newest signal a bucket of that width may end. */
    private static final long[][] LADDER = {
        {HOUR, 12 * HOUR},
        {3 * HOUR, 48 * HOUR},
        {12 * HOUR, 8 * 24 * HOUR},
        {48 * HOUR, 34 * 24 * HOUR},
    };

    /** Counts within this factor may be one counter's. */
    private static final int SAME_COUNTER = 4;

    private static final SignalSeries NONE = new SignalSeries(new long[0], new long[0]);

    /** Milliseconds since the epoch, ascending, without repetition; the first is the first ever. */
    final long[] times;

    final long[] values;

    SignalSeries(long[] times, long[] values) {
        this.times = times;
        this.values = values;
    }

    /** No signal. */
    public static SignalSeries none() {
        return NONE;
    }

    /** How many signals it has. */
    public int size() {
        return times.length;
    }

    /** This and one signal more; the same object if the signal changes nothing. */
    SignalSeries with(long time, long value) {
        int found = Arrays.binarySearch(times, time);
        if (found >= 0) {
            if (values[found] >= value) {
                return this;
            }
            long[] raised = values.clone();
            raised[found] = value;
            return new SignalSeries(times, raised);
        }
        int at = -found - 1;
        long[] newTimes = insert(times, at, time);
        long[] newValues = insert(values, at, value);
        return thinned(newTimes, newValues);
    }

    /** When a signal was made, in milliseconds since the epoch. */
    public long time(int index) {
        return times[index];
    }

    /** The count of a signal. */
    public long value(int index) {
        return values[index];
    }

    /** The highest count of any signal; 0 if there is none. */
    long highest() {
        return Arrays.stream(values).max().orElse(0);
    }

    /** Index of the last signal at or before the time, -1 if there is none. */
    public int indexAt(long time) {
        int i = times.length - 1;
        while (i >= 0 && times[i] > time) {
            i--;
        }
        return i;
    }

    /**
     * How much of a count was there at an earlier signal. Counts only grow: what comes back after a
     * dip is no gain, however few signals show the dip. A signal far above the count, from which
     * the series came back, was a mistake and says nothing.
     *
     * @param index of the earlier signal
     * @param count of a later one
     */
    long partOf(long count, int index) {
        long part = values[index];
        for (int i = 0; i < index && part < count; i++) {
            if (isSameCounter(values[i], count)) {
                part = Math.max(part, values[i]);
            }
        }
        return Math.min(part, count);
    }

    /** Whether the larger of two counts is so near to the lesser that one counter may show both. */
    static boolean isSameCounter(long larger, long lesser) {
        return larger <= SAME_COUNTER * (lesser + SAME_COUNTER);
    }

    /** Index of the last signal up to an index that rose above all that was there before, or 0. */
    int lastRise(int index) {
        int i = index;
        while (i > 0 && (values[i] <= values[i - 1] || partOf(values[i], i - 1) == values[i])) {
            i--;
        }
        return i;
    }

    private SignalSeries thinned(long[] newTimes, long[] newValues) {
        int n = newTimes.length;
        long newest = newTimes[n - 1];
        int kept = 0;
        long[] keptTimes = new long[n];
        long[] keptValues = new long[n];
        for (int i = 0; i < n; i++) {
            boolean lastOfBucket = i == n - 1 || !sameBucket(newTimes[i], newTimes[i + 1], newest);
            if (i == 0 || (lastOfBucket && !tooOld(newTimes[i], newest))) {
                keptTimes[kept] = newTimes[i];
                keptValues[kept++] = newValues[i];
            }
        }
        if (kept == times.length && Arrays.equals(times, 0, kept, keptTimes, 0, kept)) {
            return this;
        }
        return new SignalSeries(Arrays.copyOf(keptTimes, kept), Arrays.copyOf(keptValues, kept));
    }

    private static boolean sameBucket(long a, long b, long newest) {
        for (int step = LADDER.length - 1; step >= 0; step--) {
            long width = LADDER[step][0];
            long bucket = Math.floorDiv(a, width);
            if (bucket == Math.floorDiv(b, width)
                    && (step == 0 || (bucket + 1) * width <= newest - LADDER[step - 1][1])) {
                return true;
            }
        }
        return false;
    }

    private static boolean tooOld(long time, long newest) {
        int last = LADDER.length - 1;
        long width = LADDER[last][0];
        return (Math.floorDiv(time, width) + 1) * width <= newest - LADDER[last][1];
    }

    private static long[] insert(long[] array, int at, long element) {
        long[] longer = new long[array.length + 1];
        System.arraycopy(array, 0, longer, 0, at);
        longer[at] = element;
        System.arraycopy(array, at, longer, at + 1, array.length - at);
        return longer;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof SignalSeries series
                        && Arrays.equals(times, series.times)
                        && Arrays.equals(values, series.values));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(times) + Arrays.hashCode(values);
    }
}
