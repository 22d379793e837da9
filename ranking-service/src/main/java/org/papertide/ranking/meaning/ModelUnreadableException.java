package org.papertide.ranking.meaning;

/** A text model cannot be loaded: its message says why, to an operator. */
final class ModelUnreadableException extends Exception {

    private static final long serialVersionUID = 1L;

    ModelUnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
