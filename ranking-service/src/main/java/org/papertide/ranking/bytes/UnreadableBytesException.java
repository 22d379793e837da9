package org.papertide.ranking.bytes;

/** Bytes that are in no form which this release knows: truncated, or written by a later release. */
public final class UnreadableBytesException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** Bytes that cannot be read; the message names the form. */
    public UnreadableBytesException(String message) {
        super(message);
    }
}
