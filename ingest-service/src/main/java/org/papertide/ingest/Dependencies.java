package org.papertide.ingest;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.database.Database;
import org.papertide.platform.database.DatabaseDependency;
import org.papertide.platform.database.JtaDatabase;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.dependency.KafkaDependency;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;

/** PostgreSQL and Kafka: what this service waits for, and what others get of them. */
@ApplicationScoped
class Dependencies {

    private static final List<Topic> TOPICS =
            List.of(Topic.PAPERS, Topic.SIGNALS, Topic.PAPERS_DLQ, Topic.SIGNALS_DLQ);

    private final Topics topics;
    private final Dependency database;
    private final Dependency kafka;

    @Inject
    Dependencies(
            AgroalDataSource dataSource,
            Flyway flyway,
            SessionFactory sessions,
            KafkaSettings settings,
            KafkaClients clients) {
        this.topics =
                new Topics(settings.topicPrefix(), settings.partitions(), settings.replication());
        this.database =
                DatabaseDependency.watch(
                        dataSource,
                        () -> {
                            flyway.migrate();
                            // An entity that does not fit its table shows now, not at its first
                            // use.
                            sessions.getSchemaManager().validateMappedObjects();
                        });
        this.kafka = KafkaDependency.watch(clients, admin -> topics.createOrVerify(admin, TOPICS));
    }

    /** Begins to ask as soon as the service runs. */
    void start(@Observes StartupEvent event) {}

    void stop(@Observes ShutdownEvent event) {
        kafka.close();
        database.close();
    }

    @Produces
    @Singleton
    Topics topics() {
        return topics;
    }

    @Produces
    @Named("database")
    Dependency database() {
        return database;
    }

    @Produces
    @Named("kafka")
    Dependency kafka() {
        return kafka;
    }

    @Produces
    @ApplicationScoped
    Database transactions(SessionFactory sessions) {
        return new JtaDatabase(sessions, database::wasPrepared);
    }

    @Readiness
    HealthCheck databaseReady() {
        return DependencyCheck.of(database);
    }

    @Readiness
    HealthCheck kafkaReady() {
        return DependencyCheck.of(kafka);
    }
}
