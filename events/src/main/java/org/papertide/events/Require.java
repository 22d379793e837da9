package org.papertide.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks of the event records: each failure names the field. */
final class Require {

    private Require() {}

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": missing");
        }
        return value;
    }

    static void text(String field, @Nullable String value) {
        if (present(field, value).isBlank()) {
            throw new IllegalArgumentException(field + ": blank");
        }
    }

    static void atLeast(String field, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(field + ": below " + least);
        }
    }

    static double finite(String field, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(field + ": not a finite number");
        }
        return value;
    }

    /** An immutable copy; a list that is absent on the wire is empty. */
    static <T> List<T> list(String field, @Nullable List<T> values) {
        if (values == null) {
            return List.of();
        }
        if (values.stream().anyMatch(value -> value == null)) {
            throw new IllegalArgumentException(field + ": holds a null");
        }
        return List.copyOf(values);
    }
}
