package org.papertide.platform.database;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** The service's database: Hibernate's sessions in JTA transactions. */
public final class JtaDatabase implements Database {

    /** Longer than any batch takes. */
    private static final Duration TRANSACTION_LIMIT = Duration.ofMinutes(2);

    private final SessionFactory sessions;
    private final BooleanSupplier migrated;

    /**
     * @param migrated whether the schema's migration has run
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
                    .call(() -> sessions.fromStatelessSession(work));
        } catch (RuntimeException e) {
            throw DatabaseUnavailableException.unlessFault(e, migrated.getAsBoolean());
        }
    }
}
