package org.papertide.platform.database;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.All;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;

/**
 * The database of a service that has one: migrated, checked against the entities, and watched for
 * as long as the service runs; with its readiness check and its transactions.
 */
@IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
@ApplicationScoped
class DatabaseDependency {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Dependency database;

    @Inject
    DatabaseDependency(
            AgroalDataSource dataSource,
            Flyway flyway,
            SessionFactory sessions,
            @All List<DatabasePreparation> preparations) {
        database =
                new Dependency(
                        "database",
                        () -> {
                            flyway.migrate();
                            // An entity that does not fit its table shows now, not when it is used.
                            sessions.getSchemaManager().validateMappedObjects();
                            preparations.forEach(DatabasePreparation::prepare);
                        },
                        () -> ask(dataSource));
    }

    /** Begins to ask as soon as the service runs. */
    void start(@Observes StartupEvent event) {}

    void stop(@Observes ShutdownEvent event) {
        database.close();
    }

    @Produces
    @Named("database")
    Dependency database() {
        return database;
    }

    @Produces
    @ApplicationScoped
    Database transactions(SessionFactory sessions) {
        return new JtaDatabase(sessions, database::wasPrepared);
    }

    @Readiness
    HealthCheck ready() {
        return DependencyCheck.of(database);
    }

    private static void ask(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid((int) PATIENCE.toSeconds())) {
                throw new SQLException("no answer within " + PATIENCE.toSeconds() + " s");
            }
        }
    }
}
