package org.papertide.platform.database;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** The service's database: Hibernate's sessions in JTA transactions. */
public final class JtaDatabase implements Database {

    /** Longer than any batch takes. */
    private static final Duration TRANSACTION_LIMIT = Duration.ofMinutes(2);

    /** Deeper chains of causes are circles. */
    private static final int MAX_CAUSES = 20;

    private static final String NO_SUCH_TABLE = "42P01";

    private final SessionFactory sessions;
    private final BooleanSupplier migrated;

    /**
     * @param migrated whether the schema's migration has run. Until then a table that is not there
     *     means that the database is not ready. Afterwards it is a fault of the statement; if it
     *     counted as absence, loops would wait for ever, and log nothing of it.
     */
    public JtaDatabase(SessionFactory sessions, BooleanSupplier migrated) {
        this.sessions = sessions;
        this.migrated = migrated;
    }

    @Override
    public <T> T inTransaction(Function<StatelessSession, T> work) {
        try {
            return QuarkusTransaction.requiringNew()
                    .timeout((int) TRANSACTION_LIMIT.toSeconds())
                    .call(() -> inSession(work));
        } catch (RuntimeException e) {
            throw isUnavailable(e, migrated.getAsBoolean())
                    ? new DatabaseUnavailableException(e)
                    : e;
        }
    }

    private <T> T inSession(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            return work.apply(session);
        }
    }

    /**
     * Whether the failure is the server's absence, or a conflict that passes, and not the work's
     * fault.
     *
     * <p>SQLSTATE classes 08 (connection), 53 (out of resources), 57 (operator intervention: shut
     * down, starting up), 58 (system error), codes 25006 (a standby that is being promoted), 25P03
     * (session ended while idle) and 40001, 40P01 (try again); a connection that could not be had
     * has no state. From PostgreSQL's appendix A.
     */
    static boolean isUnavailable(Throwable failure, boolean migrated) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .anyMatch(cause -> meansUnavailable(cause, migrated));
    }

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
