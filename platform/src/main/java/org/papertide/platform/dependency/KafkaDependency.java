package org.papertide.platform.dependency;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.papertide.platform.settings.KafkaClients;

/** Kafka, watched for as long as the service runs, with its readiness check. */
@Singleton
class KafkaDependency {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Each question has a client of its own: one that could not connect is not kept. */
    @Produces
    @Singleton
    @Startup
    @Named("kafka")
    Dependency kafka(KafkaClients clients, KafkaPreparation preparation) {
        Map<String, Object> settings = clients.admin("dependency", PATIENCE);
        return new Dependency(
                "kafka",
                () -> {
                    try (Admin admin = Admin.create(settings)) {
                        preparation.prepare(admin);
                    }
                },
                () -> {
                    try (Admin admin = Admin.create(settings)) {
                        var nodes = admin.describeCluster().nodes();
                        var _ = nodes.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                    }
                });
    }

    void stop(@Observes ShutdownEvent event, @Named("kafka") Dependency kafka) {
        kafka.close();
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck ready(@Named("kafka") Dependency kafka) {
        return DependencyCheck.of(kafka);
    }

    /** What was read is answered, and what comes in is kept, while it is away. */
    @Produces
    @Singleton
    @HealthGroup(DependencyCheck.SERVING)
    HealthCheck serving(@Named("kafka") Dependency kafka) {
        return DependencyCheck.once(kafka);
    }
}
