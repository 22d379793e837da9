package org.papertide.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Checks that work takes time in proportion to its input: twice the input takes at most three times
 * as long, where quadratic work takes four times. Counts the processor time of the calling thread,
 * which other processes do not change, and the least of several runs.
 */
public final class Growth {

    private static final int RUNS = 5;
    private static final int ATTEMPTS = 4;
    private static final double MOST = 3;

    /** Below this time, in nanoseconds, the clock and the collector outweigh the work. */
    private static final long NOISE = 10_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Growth() {}

    /**
     * Fails if the work on an input of {@code 2 * size} takes more than three times as long as on
     * one of {@code size}.
     *
     * @param input makes an input of a size; not counted
     * @param work runs on the calling thread
     */
    public static <T> void assertLinear(int size, IntFunction<T> input, Consumer<T> work) {
        T one = input.apply(size);
        T two = input.apply(2 * size);
        long single = 0;
        long twice = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            single = least(one, work);
            twice = least(two, work);
            if (twice <= NOISE || twice <= MOST * single) {
                return;
            }
        }
        throw new AssertionError(
                "%d took %,d ns and %d took %,d ns: more than %.0f times as long"
                        .formatted(size, single, 2 * size, twice, MOST));
    }

    private static <T> long least(T input, Consumer<T> work) {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long before = THREADS.getCurrentThreadCpuTime();
            work.accept(input);
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - before);
            if (least > 100 * NOISE) {
                break;
            }
        }
        return least;
    }
}
