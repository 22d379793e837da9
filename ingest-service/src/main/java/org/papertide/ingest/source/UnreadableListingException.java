package org.papertide.ingest.source;

import org.jspecify.annotations.Nullable;

/**
 * An input that cannot be read, or not to its end. What was complete before that place has already
 * been handed on.
 */
public final class UnreadableListingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is the matter with the input. */
    public enum Flaw {
        /** Nothing in it. */
        EMPTY,
        /** In no form that is known here. */
        UNKNOWN_FORMAT,
        /** Not the text encoding that it has to be in. */
        WRONG_ENCODING,
        /** Ends in the middle. */
        TRUNCATED,
        /** Breaks the rules of its own format. */
        MALFORMED,
        /** Has what no listing needs and attackers use, such as a document type with entities. */
        HOSTILE,
        /** Larger, or expanding further, than the settings allow. */
        TOO_LARGE,
        /** The source's own error message in place of a listing. */
        ERROR_ANSWER
    }

    private final Flaw flaw;

    public UnreadableListingException(Flaw flaw, String message) {
        this(flaw, message, null);
    }

    /**
     * @param message what is wrong and where, for whoever sent the input
     */
    public UnreadableListingException(Flaw flaw, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.flaw = flaw;
    }

    /** What is the matter. */
    public Flaw flaw() {
        return flaw;
    }
}
