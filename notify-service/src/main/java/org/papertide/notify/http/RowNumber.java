package org.papertide.notify.http;

import java.util.Optional;

/** The number of a row, by which clients name it. */
public final class RowNumber {

    private RowNumber() {}

    /** The number; empty if the text is none that a row can have. */
    public static Optional<Long> parse(String text) {
        return Optional.of(text).filter(it -> it.matches("\\d{1,18}")).map(Long::valueOf);
    }
}
