package org.papertide.notify.running;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.papertide.platform.database.Database;
import org.papertide.platform.database.DatabaseUnavailableException;

/**
 * The service's database without JTA: Hibernate's sessions on a connection that is committed here.
 * For work that is done hundreds of times a second, for which a transaction of JTA takes more
 * processor time than its statement. Not for work within another transaction.
 */
public final class JdbcDatabase implements Database {

    private final DataSource pool;
    private final SessionFactory sessions;
    private final BooleanSupplier migrated;

    /**
     * @param migrated whether the schema's migration has run
     */
    public JdbcDatabase(DataSource pool, SessionFactory sessions, BooleanSupplier migrated) {
        this.pool = pool;
        this.sessions = sessions;
        this.migrated = migrated;
    }

    @Override
    public <T> T inTransaction(Function<StatelessSession, T> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            return committed(connection, work);
        } catch (RuntimeException e) {
            throw DatabaseUnavailableException.unlessFault(e, migrated.getAsBoolean());
        } catch (SQLException e) {
            throw DatabaseUnavailableException.unlessFault(
                    new IllegalStateException("the transaction cannot be committed", e),
                    migrated.getAsBoolean());
        }
    }

    private <T> T committed(Connection connection, Function<StatelessSession, T> work)
            throws SQLException {
        boolean done = false;
        try (StatelessSession session =
                sessions.withStatelessOptions().connection(connection).openStatelessSession()) {
            T result = work.apply(session);
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBack(connection);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException _) {
            // The connection is gone, and with it the transaction; why is known already.
        }
    }
}
