package org.papertide.ingest.running;

import io.agroal.api.AgroalDataSource;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;
import org.hibernate.SessionFactory;
import org.papertide.events.Topic;

/** What this service needs: its database, migrated, and its topics, verified. */
@ApplicationScoped
class Requirements {

    private static final List<Topic> TOPICS =
            List.of(Topic.PAPERS, Topic.SIGNALS, Topic.PAPERS_DLQ, Topic.SIGNALS_DLQ);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final AgroalDataSource dataSource;
    private final Flyway flyway;
    private final KafkaSettings kafkaSettings;
    private final Requirement database;
    private final Requirement kafka;

    @Inject
    Requirements(AgroalDataSource dataSource, Flyway flyway, KafkaSettings kafkaSettings) {
        this.dataSource = dataSource;
        this.flyway = flyway;
        this.kafkaSettings = kafkaSettings;
        this.database = new Requirement("database", this::migrate, this::askDatabase);
        this.kafka = new Requirement("kafka", this::createTopics, this::askKafka);
    }

    /** Begins to ask as soon as the service runs. */
    void start(@Observes StartupEvent event) {}

    void stop(@Observes ShutdownEvent event) {
        kafka.close();
        database.close();
    }

    @Produces
    @Named("database")
    Requirement database() {
        return database;
    }

    @Produces
    @Named("kafka")
    Requirement kafka() {
        return kafka;
    }

    @Produces
    @ApplicationScoped
    Database transactions(SessionFactory sessions) {
        return new JtaDatabase(sessions);
    }

    @Readiness
    HealthCheck databaseReady() {
        return () -> answer(database);
    }

    @Readiness
    HealthCheck kafkaReady() {
        return () -> answer(kafka);
    }

    private static HealthCheckResponse answer(Requirement requirement) {
        var response = HealthCheckResponse.named(requirement.name());
        return switch (requirement.state()) {
            case Requirement.State.Present() -> response.up().build();
            case Requirement.State.Missing(String reason) ->
                    response.down().withData("missing", reason).build();
        };
    }

    private void migrate() {
        flyway.migrate();
    }

    private void askDatabase() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.isValid((int) PATIENCE.toSeconds())) {
                throw new SQLException("no answer within " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    private void createTopics() throws InterruptedException {
        try (Admin admin = admin()) {
            kafkaSettings.topics().createOrVerify(admin, TOPICS);
        }
    }

    private void askKafka() throws Exception {
        try (Admin admin = admin()) {
            admin.describeCluster().nodes().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private Admin admin() {
        return Admin.create(
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafkaSettings.bootstrapServers(),
                        AdminClientConfig.CLIENT_ID_CONFIG,
                        "ingest-requirements",
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis(),
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) PATIENCE.toMillis()));
    }
}
