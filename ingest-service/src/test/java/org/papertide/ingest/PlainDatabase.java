package org.papertide.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.Configuration;
import org.papertide.platform.database.Database;
import org.papertide.testing.TestDatabase;

/** A migrated database for tests of single classes, without the service around it. */
public final class PlainDatabase implements Database, AutoCloseable {

    private final SessionFactory sessions;
    private final List<StatelessSession> begun = new ArrayList<>();

    /** Migrates, and checks the entities against the schema. */
    public PlainDatabase(TestDatabase database, List<Class<?>> entities) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .load()
                .migrate();
        Configuration configuration =
                new Configuration()
                        .setProperty("hibernate.connection.url", database.jdbcUrl())
                        .setProperty("hibernate.connection.username", database.user())
                        .setProperty("hibernate.connection.password", database.password())
                        .setProperty("hibernate.jdbc.batch_size", "500");
        configuration.setPhysicalNamingStrategy(new PhysicalNamingStrategySnakeCaseImpl());
        entities.forEach(configuration::addAnnotatedClass);
        this.sessions = configuration.buildSessionFactory();
        sessions.getSchemaManager().validateMappedObjects();
    }

    @Override
    public <T> T inTransaction(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            Transaction transaction = session.beginTransaction();
            try {
                T result = work.apply(session);
                transaction.commit();
                return result;
            } catch (RuntimeException e) {
                transaction.rollback();
                throw e;
            }
        }
    }

    /** A session in a transaction that ends, unless committed, when this is closed. */
    public StatelessSession begin() {
        StatelessSession session = sessions.openStatelessSession();
        session.beginTransaction();
        begun.add(session);
        return session;
    }

    @Override
    public void close() {
        begun.forEach(StatelessSession::close);
        sessions.close();
    }
}
