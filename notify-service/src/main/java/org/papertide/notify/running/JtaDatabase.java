package org.papertide.notify.running;

import io.quarkus.narayana.jta.QuarkusTransaction;
import java.time.Duration;
import java.util.function.Function;
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
            throw DatabaseUnavailableException.explains(e)
                    ? new DatabaseUnavailableException(e)
                    : e;
        }
    }

    private <T> T inSession(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            return work.apply(session);
        }
    }
}
