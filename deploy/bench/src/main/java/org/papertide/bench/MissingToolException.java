package org.papertide.bench;

import java.io.Serial;

/** A program that a benchmark cannot do without is not installed; the message says how to. */
final class MissingToolException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    MissingToolException(String message) {
        super(message);
    }
}
