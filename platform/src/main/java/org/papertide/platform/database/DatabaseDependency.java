package org.papertide.platform.database;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.All;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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
@Singleton
class DatabaseDependency {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Produces
    @Singleton
    @Startup
    @Named("database")
    Dependency database(
            AgroalDataSource dataSource,
            Flyway flyway,
            SessionFactory sessions,
            @All List<DatabasePreparation> preparations) {
        return new Dependency(
                "database",
                () -> {
                    flyway.migrate();
                    // An entity that does not fit its table shows now, not when it is used.
                    sessions.getSchemaManager().validateMappedObjects();
                    preparations.forEach(DatabasePreparation::prepare);
                },
                () -> {
                    try (Connection connection = dataSource.getConnection()) {
                        if (!connection.isValid((int) PATIENCE.toSeconds())) {
                            throw new SQLException(
                                    "no answer within %d s".formatted(PATIENCE.toSeconds()));
                        }
                    }
                });
    }

    void stop(@Observes ShutdownEvent event, @Named("database") Dependency database) {
        database.close();
    }

    @Produces
    @ApplicationScoped
    Database transactions(SessionFactory sessions, @Named("database") Dependency database) {
        return new JtaDatabase(sessions, database::wasPrepared);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck ready(@Named("database") Dependency database) {
        return DependencyCheck.of(database);
    }

    @Produces
    @Singleton
    @HealthGroup(DependencyCheck.SERVING)
    HealthCheck serving(@Named("database") Dependency database) {
        return DependencyCheck.of(database);
    }
}
