package org.papertide.events.consumer;

/**
 * What a {@link Handler} needs is away, such as its database. No event is to blame: it is tried
 * again, without end and at growing intervals, and none becomes a dead letter.
 */
public class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says what is away, and how that showed. */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
