package org.papertide.notify.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much of a list a client asks for at once. */
public final class PageSize {

    public static final int DEFAULT = 100;
    public static final int LARGEST = 1_000;

    /** What is wrong with any other text. */
    public static final String REQUEST =
            "Please give a whole number from 1 to %d.".formatted(LARGEST);

    private PageSize() {}

    /** The default if it is absent; empty if it is no number in the range. */
    public static Optional<Integer> parse(@Nullable String limit) {
        if (limit == null) {
            return Optional.of(DEFAULT);
        }
        return Optional.of(limit)
                .filter(text -> text.matches("\\d{1,4}"))
                .map(Integer::valueOf)
                .filter(number -> number >= 1 && number <= LARGEST);
    }
}
