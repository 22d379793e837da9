package org.papertide.local.data;

import java.io.Serial;

/** What was asked for cannot be done now; the message says why and what to do, for people. */
public final class RefusedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
