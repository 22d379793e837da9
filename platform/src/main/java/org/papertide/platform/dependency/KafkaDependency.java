package org.papertide.platform.dependency;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.papertide.platform.settings.KafkaClients;

/** Kafka, watched for as long as the service runs, with its readiness check. */
@ApplicationScoped
class KafkaDependency {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Dependency kafka;

    @Inject
    KafkaDependency(KafkaClients clients, KafkaPreparation preparation) {
        kafka =
                new Dependency(
                        "kafka",
                        () -> {
                            // A client that could not connect is replaced, not kept.
                            try (Admin admin = admin(clients)) {
                                preparation.prepare(admin);
                            }
                        },
                        () -> ask(clients));
    }

    /** Begins to ask as soon as the service runs. */
    void start(@Observes StartupEvent event) {}

    void stop(@Observes ShutdownEvent event) {
        kafka.close();
    }

    @Produces
    @Named("kafka")
    Dependency kafka() {
        return kafka;
    }

    @Readiness
    HealthCheck ready() {
        return DependencyCheck.of(kafka);
    }

    private static void ask(KafkaClients clients) throws Exception {
        try (Admin admin = admin(clients)) {
            var _ = admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static Admin admin(KafkaClients clients) {
        return Admin.create(clients.admin("dependency", PATIENCE));
    }
}
