package org.papertide.local.data;

import java.io.Serial;

/** A command cannot be carried out now. The message has the reason and the way out, for people. */
public final class RefusedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
