package org.papertide.testing.property;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.quicktheories.QuickTheory;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;
import org.quicktheories.generators.SourceDSL;

/**
 * The beginning of a property. Which examples are tried is up to the system property {@code
 * papertide.property.seed} ({@value #SEED} if absent), so that a run is the same everywhere; {@code
 * papertide.property.times} tries so many times as many.
 */
public final class Properties {

    private static final long SEED = 1;

    /** Enough to make a list of a hundred steps small, and to report a failure within seconds. */
    private static final int SHRINKS = 5_000;

    private Properties() {}

    /** A property of so many examples. */
    public static QuickTheory examples(int count) {
        return QuickTheory.qt()
                .withFixedSeed(Long.getLong("papertide.property.seed", SEED))
                .withExamples(count * Integer.getInteger("papertide.property.times", 1))
                .withShrinkCycles(SHRINKS);
    }

    /** Lists of between so many elements, both included. */
    public static <T> Gen<List<T>> lists(Gen<T> elements, int fewest, int most) {
        return SourceDSL.lists().of(elements).ofSizeBetween(fewest, most);
    }

    /** Orders of any list: 0 leaves it as it is. */
    public static Gen<Order> orders() {
        return Generate.range(0, 1_000_000).map(Order::new);
    }

    /**
     * An order of any list.
     *
     * @param number 0 for that in which it is
     */
    public record Order(int number) {

        /** Puts a list into this order. */
        public void of(List<?> list) {
            if (number != 0) {
                Collections.shuffle(list, new Random(number));
            }
        }
    }
}
