package org.papertide.platform.loop;

/**
 * The work cannot be done while a server is away. The same work may succeed later: loops retry it
 * and log no stack trace, HTTP answers 503.
 */
public class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message which server is away, for operators and clients
     */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param message which server is away, for operators and clients
     */
    public UnavailableException(String message) {
        super(message);
    }
}
