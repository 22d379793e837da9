package org.papertide.ingest.source;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Bounds;
import org.papertide.events.Category;
import org.papertide.text.PaperText;

/** The checks of this package's records: each failure names the field. */
final class FieldCheck {

    private FieldCheck() {}

    /** One line of text of which somebody sees something, at most {@code limit} characters. */
    static void text(String field, String value, int limit) {
        if (!PaperText.isSeen(value)) {
            throw new IllegalArgumentException(field + ": blank");
        }
        length(field, value, limit);
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(field + ": has control characters");
        }
        if (!Bounds.isWellFormed(value)) {
            throw new IllegalArgumentException(field + ": has an unpaired surrogate");
        }
    }

    /** As {@link #text}, if there is any. */
    static void optional(String field, @Nullable String value, int limit) {
        if (value != null) {
            text(field, value, limit);
        }
    }

    /** Each value as {@link #text}, at most {@code count} of them. */
    static List<String> all(String field, List<String> values, int count, int limit) {
        if (values.size() > count) {
            throw new IllegalArgumentException(
                    field + ": " + values.size() + " of them; " + count + " is the limit");
        }
        values.forEach(value -> text(field, value, limit));
        return List.copyOf(values);
    }

    /** Each a category's name, at most {@code count} of them. */
    static List<String> categories(String field, List<String> values, int count) {
        values.forEach(value -> optionalCategory(field, value));
        return all(field, values, count, Category.MAX_LENGTH);
    }

    /** A category's name, if there is one. */
    static void optionalCategory(String field, @Nullable String value) {
        if (value != null && !Category.isName(value)) {
            throw new IllegalArgumentException(field + ": no category's name");
        }
    }

    /** An instant that an event can carry, if there is one. */
    static void optionalInstant(String field, @Nullable Instant value) {
        if (value != null && !Bounds.contain(value)) {
            throw new IllegalArgumentException(
                    field
                            + ": "
                            + value
                            + " is not between "
                            + Bounds.EARLIEST
                            + " and "
                            + Bounds.LATEST);
        }
    }

    private static void length(String field, String value, int limit) {
        if (value.length() > limit) {
            throw new IllegalArgumentException(
                    field + ": " + value.length() + " characters; " + limit + " is the limit");
        }
    }
}
