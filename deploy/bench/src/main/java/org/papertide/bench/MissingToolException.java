package org.papertide.bench;

import java.io.Serial;

/** A program that a benchmark needs is not installed. The message says how to install it. */
final class MissingToolException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    MissingToolException(String message) {
        super(message);
    }
}
