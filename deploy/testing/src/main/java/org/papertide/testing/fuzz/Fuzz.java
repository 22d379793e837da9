package org.papertide.testing.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A run over samples and damaged copies of them. How many is the system property {@code
 * papertide.fuzz.inputs} ({@value #INPUTS} if absent), which of the many possible {@code
 * papertide.fuzz.seed}. Jazzer's fuzz tests check a single input in the same way.
 */
public final class Fuzz {

    private static final int INPUTS = 1_000;

    /**
     * Processor time, since machines are busy: an input of 100 kB is read in a few milliseconds.
     */
    private static final Duration MOST_PER_INPUT = Duration.ofSeconds(3);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Fuzz() {}

    /** Samples from texts. */
    public static List<byte[]> texts(String... samples) {
        return Stream.of(samples).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    /** As {@link #bytes}, for readers of text; what is no UTF-8 is replaced. */
    public static void text(List<byte[]> samples, Consumer<String> oracle) {
        bytes(samples, decoded(oracle));
    }

    /**
     * Gives each input to the oracle.
     *
     * @param samples good inputs, and those that once broke the reader
     * @param oracle reads the input and asserts what must hold; throws whatever must not be thrown
     * @throws AssertionError with the input, if the oracle throws or takes too long
     */
    public static void bytes(List<byte[]> samples, Consumer<byte[]> oracle) {
        samples.forEach(sample -> check(sample, oracle));
        Damage damage = new Damage(new Random(Long.getLong("papertide.fuzz.seed", 1)), samples);
        for (int left = Integer.getInteger("papertide.fuzz.inputs", INPUTS); left > 0; left--) {
            check(damage.next(), oracle);
        }
    }

    /** As {@link #check}, for readers of text; what is no UTF-8 is replaced. */
    public static void checkText(byte[] input, Consumer<String> oracle) {
        check(input, decoded(oracle));
    }

    /**
     * Gives one input to the oracle.
     *
     * @throws AssertionError with the input, if the oracle throws or takes too long
     */
    public static void check(byte[] input, Consumer<byte[]> oracle) {
        Duration taken = time(input, oracle);
        if (taken.compareTo(MOST_PER_INPUT) > 0) {
            // The first input pays for loading classes, and with Jazzer for instrumenting them.
            taken = time(input, oracle);
        }
        if (taken.compareTo(MOST_PER_INPUT) > 0) {
            throw new AssertionError("takes " + taken + "; input, in Base64: " + shown(input));
        }
    }

    private static Duration time(byte[] input, Consumer<byte[]> oracle) {
        long begin = THREADS.getCurrentThreadCpuTime();
        try {
            oracle.accept(input.clone());
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            throw new AssertionError("input, in Base64: " + shown(input), e);
        }
        return Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - begin);
    }

    private static Consumer<byte[]> decoded(Consumer<String> oracle) {
        return input -> oracle.accept(new String(input, StandardCharsets.UTF_8));
    }

    private static String shown(byte[] input) {
        return Base64.getEncoder().encodeToString(input);
    }
}
