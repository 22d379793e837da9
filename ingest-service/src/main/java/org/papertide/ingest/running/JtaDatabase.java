package org.papertide.ingest.running;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** The service's database: Hibernate's sessions in JTA transactions. */
final class JtaDatabase implements Database {

    /** Longer than any batch takes, shorter than anyone waits. */
    private static final Duration TRANSACTION_LIMIT = Duration.ofMinutes(2);

    private final SessionFactory sessions;

    JtaDatabase(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public <T> T inTransaction(Function<StatelessSession, T> work) {
        try {
            return QuarkusTransaction.requiringNew()
                    .timeout((int) TRANSACTION_LIMIT.toSeconds())
                    .call(() -> inSession(work));
        } catch (RuntimeException e) {
            throw isUnavailable(e) ? new DatabaseUnavailableException(e) : e;
        }
    }

    private <T> T inSession(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            return work.apply(session);
        }
    }

    /**
     * Whether the failure is the server's absence and not the work's fault.
     *
     * <p>SQLSTATE classes 08 (connection), 53 (out of resources), 57 (operator intervention: shut
     * down, starting up), 58 (system error), codes 25P03 (session ended while idle) and 40001,
     * 40P01 (try again), 42P01 (no such table: the migration is still to come); a connection that
     * could not be had has no state. From PostgreSQL's appendix A.
     */
    static boolean isUnavailable(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .anyMatch(JtaDatabase::saysUnavailable);
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
                || state.equals("40P01")
                || state.equals("42P01");
    }
}
