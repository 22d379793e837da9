package org.papertide.ingest.running;

/** The database cannot be reached, or went away during the work. */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(Throwable cause) {
        super("the database cannot be reached", cause);
    }
}
