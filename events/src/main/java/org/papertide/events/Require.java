package org.papertide.events;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The checks of the event records, by the {@link Bounds}: each failure names the field. */
final class Require {

    private Require() {}

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": missing");
        }
        return value;
    }

    /** Text that is there, not blank, well-formed and at most {@code most} characters long. */
    static void text(String field, @Nullable String value, int most) {
        String text = present(field, value);
        if (text.length() > most) {
            throw new IllegalArgumentException(field + ": longer than " + most + " characters");
        }
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + ": blank");
        }
        wellFormed(field, text);
    }

    /** As {@link #text}, if there is any; it may be blank. */
    static void optionalText(String field, @Nullable String value, int most) {
        if (value == null) {
            return;
        }
        if (value.length() > most) {
            throw new IllegalArgumentException(field + ": longer than " + most + " characters");
        }
        wellFormed(field, value);
    }

    /** A word of an open vocabulary. */
    static void word(String field, @Nullable String value) {
        text(field, value, Bounds.MAX_WORD);
    }

    /** A category's name, if there is one. */
    static void optionalCategory(String field, @Nullable String value) {
        if (value != null && !Category.isName(value)) {
            throw new IllegalArgumentException(field + ": no category's name");
        }
    }

    static void atLeast(String field, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(field + ": below " + least);
        }
    }

    static void between(String field, long value, long least, long most) {
        atLeast(field, value, least);
        if (value > most) {
            throw new IllegalArgumentException(field + ": above " + most);
        }
    }

    /** A count: 0 to {@link Bounds#MAX_COUNT}. */
    static void count(String field, long value) {
        between(field, value, 0, Bounds.MAX_COUNT);
    }

    /** A finite number of at most {@link Bounds#MAX_NUMBER} in size. */
    static void number(String field, double value) {
        if (!(Math.abs(value) <= Bounds.MAX_NUMBER)) {
            throw new IllegalArgumentException(field + ": not a number within its bounds");
        }
    }

    static void number(String field, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(field + ": not from " + least + " to " + most);
        }
    }

    static void instant(String field, @Nullable Instant value) {
        optionalInstant(field, present(field, value));
    }

    static void optionalInstant(String field, @Nullable Instant value) {
        if (value != null && !Bounds.contain(value)) {
            throw new IllegalArgumentException(
                    field + ": not between " + Bounds.EARLIEST + " and " + Bounds.LATEST);
        }
    }

    /** A link that is not http or https could run code in a reader's browser. */
    static void optionalAddress(String field, @Nullable URI value) {
        if (value == null) {
            return;
        }
        String scheme = value.getScheme();
        if (scheme == null
                || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
            throw new IllegalArgumentException(field + ": not an http or https address");
        }
        optionalText(field, value.toString(), Bounds.MAX_ADDRESS);
    }

    /** An immutable copy; a list that is absent on the wire is empty. */
    static <T> List<T> list(String field, @Nullable List<T> values, int most) {
        if (values == null) {
            return List.of();
        }
        if (values.size() > most) {
            throw new IllegalArgumentException(field + ": more than " + most);
        }
        if (values.stream().anyMatch(value -> value == null)) {
            throw new IllegalArgumentException(field + ": holds a null");
        }
        return List.copyOf(values);
    }

    /** A list of texts, each as {@link #text}. */
    static List<String> texts(String field, @Nullable List<String> values, int most, int length) {
        List<String> texts = list(field, values, most);
        texts.forEach(text -> text(field, text, length));
        return texts;
    }

    /** A list of categories' names. */
    static List<String> categories(String field, @Nullable List<String> values, int most) {
        List<String> categories = list(field, values, most);
        categories.forEach(category -> optionalCategory(field, category));
        return categories;
    }

    /**
     * An immutable copy in the order of its keys, so that equal events have equal bytes; a map that
     * is absent on the wire is empty.
     */
    static <K extends Comparable<K>, V> Map<K, V> map(String field, @Nullable Map<K, V> values) {
        if (values == null) {
            return Map.of();
        }
        if (values.values().stream().anyMatch(value -> value == null)) {
            throw new IllegalArgumentException(field + ": holds a null");
        }
        return Collections.unmodifiableMap(new TreeMap<>(values));
    }

    private static void wellFormed(String field, String text) {
        if (!Bounds.isWellFormed(text)) {
            throw new IllegalArgumentException(
                    field + ": an unpaired surrogate or U+0000 is in the text");
        }
    }
}
