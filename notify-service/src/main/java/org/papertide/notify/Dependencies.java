package org.papertide.notify;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.notify.delivery.DeliveryCounts;
import org.papertide.notify.running.Database;
import org.papertide.notify.token.TokenKeyring;
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

    private static final Set<Topic> TOPICS =
            Set.of(
                    Topic.SCORES,
                    Topic.RANKINGS,
                    Topic.BREAKOUTS,
                    Topic.SCORES_DLQ,
                    Topic.RANKINGS_DLQ,
                    Topic.BREAKOUTS_DLQ);

    private final Topics topics;
    private final Database transactions;
    private final Dependency database;
    private final Dependency kafka;

    @Inject
    Dependencies(
            AgroalDataSource dataSource,
            SessionFactory sessions,
            Flyway flyway,
            TokenKeyring keyring,
            Clock clock,
            KafkaSettings settings,
            KafkaClients clients) {
        this.topics =
                new Topics(settings.topicPrefix(), settings.partitions(), settings.replication());
        this.transactions = new JtaDatabase(sessions, this::isMigrated)::inTransaction;
        this.database =
                DatabaseDependency.watch(
                        dataSource,
                        () -> {
                            flyway.migrate();
                            sessions.getSchemaManager().validateMappedObjects();
                            transactions.run(session -> keyring.load(session, clock.instant()));
                        });
        this.kafka = KafkaDependency.watch(clients, admin -> topics.createOrVerify(admin, TOPICS));
    }

    private boolean isMigrated() {
        return database.wasPrepared();
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
    Database transactions() {
        return transactions;
    }

    @Readiness
    HealthCheck databaseReady() {
        return DependencyCheck.of(database);
    }

    @Readiness
    HealthCheck kafkaReady() {
        return DependencyCheck.of(kafka);
    }

    /** Always up: mails wait in the ledger for an SMTP server that is away. */
    @Readiness
    HealthCheck smtpState(DeliveryCounts counts) {
        return () ->
                HealthCheckResponse.named("smtp").up().withData("state", counts.server()).build();
    }
}
