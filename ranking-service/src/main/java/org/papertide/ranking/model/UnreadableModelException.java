package org.papertide.ranking.model;

import org.jspecify.annotations.Nullable;

/** A model is missing, truncated, malformed or of another format. */
public final class UnreadableModelException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param message what is wrong
     * @param cause what it was found by, if anything
     */
    public UnreadableModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
