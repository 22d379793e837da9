package org.papertide.notify.running;

import java.sql.SQLException;
import java.util.stream.Stream;

/** The database cannot be reached, or went away during the work. */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseUnavailableException(Throwable cause) {
        super("the database cannot be reached", cause);
    }

    /**
     * Whether a failure is the server's absence, or a conflict that passes, and not the work's
     * fault.
     *
     * <p>SQLSTATE classes 08 (connection), 53 (out of resources), 57 (operator intervention: shut
     * down, starting up), 58 (system error), codes 25P03 (session ended while idle) and 40001,
     * 40P01 (try again); a connection that could not be had has no state. From PostgreSQL's
     * appendix A.
     */
    public static boolean explains(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .anyMatch(DatabaseUnavailableException::saysUnavailable);
    }

    private static boolean saysUnavailable(Throwable cause) {
        if (cause instanceof jakarta.transaction.RollbackException
                || cause instanceof jakarta.transaction.SystemException) {
            return true;
        }
        if (!(cause instanceof SQLException sql)) {
            return false;
        }
        String state = sql.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.equals("25P03")
                || state.equals("40001")
                || state.equals("40P01");
    }
}
