package org.papertide.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Measures how the cost of some work grows with its input: {@code n} and {@code 2n} are tried, and
 * a ratio above {@value #MAX_RATIO} fails. Linear work has 2, quadratic work 4.
 *
 * <p>Other processes do not disturb it: processor time of the thread counts, and the least of
 * several runs. Work that fails is measured again before it is reported.
 */
public final class Growth {

    /** The highest ratio that passes. */
    public static final double MAX_RATIO = 3;

    private static final int RUNS = 5;
    private static final int ATTEMPTS = 4;

    /** Below this the clock and the compiler are measured, not the work. */
    private static final long LEAST_NANOS = 2_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Growth() {}

    /**
     * Fails if the work takes more than {@value #MAX_RATIO} times as long for twice the input.
     *
     * @param n size of the smaller input; large enough that quadratic work takes some milliseconds
     * @param input makes an input of a size
     * @param work what is measured; it runs on the caller's thread
     */
    public static <T> void assertLinear(int n, IntFunction<T> input, Consumer<T> work) {
        T small = input.apply(n);
        T large = input.apply(2 * n);
        double ratio = Double.POSITIVE_INFINITY;
        for (int i = 0; i < ATTEMPTS && ratio > MAX_RATIO; i++) {
            long once = leastNanos(small, work);
            long twice = leastNanos(large, work);
            ratio = Math.min(ratio, (double) twice / once);
        }
        if (ratio > MAX_RATIO) {
            throw new AssertionError(
                    "Twice the input takes %.1f times as long (n = %d); at most %.0f is linear"
                            .formatted(ratio, n, MAX_RATIO));
        }
    }

    private static <T> long leastNanos(T input, Consumer<T> work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            work.accept(input);
            least = Math.min(least, THREADS.getCurrentThreadCpuTime() - start);
        }
        return Math.max(LEAST_NANOS, least);
    }
}
