package org.papertide.notify.returned;

/** A line of a list cannot be read; its message says why, for people, and has no address in it. */
final class UnreadableLineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableLineException(String message) {
        super(message);
    }

    UnreadableLineException(String message, Throwable cause) {
        super(message, cause);
    }
}
