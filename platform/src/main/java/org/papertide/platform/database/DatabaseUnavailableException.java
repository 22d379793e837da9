package org.papertide.platform.database;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.papertide.platform.loop.UnavailableException;

/** The database cannot be reached, or went away during the work. */
public final class DatabaseUnavailableException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    /** Deeper chains of causes are circles. */
    private static final int MAX_CAUSES = 20;

    private static final String NO_SUCH_TABLE = "42P01";

    public DatabaseUnavailableException(Throwable cause) {
        super("The database cannot be reached; try again later.", cause);
    }

    /**
     * What a transaction's failure is thrown as: the failure itself if it is the work's fault, else
     * this exception, for the server's absence or a conflict that passes.
     *
     * @param migrated whether the schema's migration has run. Until then a table that is not there
     *     means that the database is not ready. Afterwards it is a fault of the statement; if it
     *     counted as absence, loops would wait for ever, and log nothing of it.
     */
    public static RuntimeException unlessFault(RuntimeException failure, boolean migrated) {
        boolean isUnavailable =
                Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                        .limit(MAX_CAUSES)
                        .anyMatch(cause -> meansUnavailable(cause, migrated));
        return isUnavailable ? new DatabaseUnavailableException(failure) : failure;
    }

    /**
     * SQLSTATE classes 08 (connection), 53 (out of resources), 57 (operator intervention: shut
     * down, starting up), 58 (system error), codes 25006 (a standby that is being promoted), 25P03
     * (session ended while idle) and 40001, 40P01 (try again); a connection that could not be had
     * has no state. From PostgreSQL's appendix A.
     */
    private static boolean meansUnavailable(Throwable cause, boolean migrated) {
        if (cause instanceof jakarta.transaction.RollbackException
                || cause instanceof jakarta.transaction.SystemException) {
            return true;
        }
        if (!(cause instanceof SQLException sql)) {
            return false;
        }
        String state = sql.getSQLState();
        return state == null
                || Stream.of("08", "53", "57", "58").anyMatch(state::startsWith)
                || Stream.of("25006", "25P03", "40001", "40P01").anyMatch(state::equals)
                || (state.equals(NO_SUCH_TABLE) && !migrated);
    }
}
