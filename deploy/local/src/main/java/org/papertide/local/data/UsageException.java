package org.papertide.local.data;

import java.io.Serial;

/** The command line cannot be understood; the message says why, for people. */
public final class UsageException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
