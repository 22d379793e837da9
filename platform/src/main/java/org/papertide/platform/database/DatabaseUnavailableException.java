package org.papertide.platform.database;

import org.papertide.platform.loop.UnavailableException;

/** The database cannot be reached, or went away during the work. */
public final class DatabaseUnavailableException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(Throwable cause) {
        super("The database cannot be reached; try again later.", cause);
    }
}
