package org.papertide.local.stack;

import java.io.Serial;

/** A server of the local stack did not come up. */
public final class ServerFailedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    public ServerFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    public ServerFailedException(String message) {
        super(message);
    }
}
