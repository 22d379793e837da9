package org.papertide.ranking.stream;

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
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.dependency.KafkaDependency;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;

/**
 * Kafka, with the topics that the service reads or writes. It is watched apart from the stream,
 * whose state stays RUNNING while its brokers are away.
 */
@ApplicationScoped
class Dependencies {

    private static final List<Topic> TOPICS =
            List.of(
                    Topic.PAPERS,
                    Topic.SIGNALS,
                    Topic.TICKS,
                    Topic.PRIORS,
                    Topic.SCORES,
                    Topic.RANKINGS,
                    Topic.PAST_RANKINGS,
                    Topic.BREAKOUTS,
                    Topic.PAPERS_DLQ,
                    Topic.SIGNALS_DLQ,
                    Topic.PAST_RANKINGS_DLQ,
                    Topic.TICKS_DLQ,
                    Topic.PRIORS_DLQ);

    private final Topics topics;
    private final Dependency kafka;

    @Inject
    Dependencies(KafkaSettings settings, KafkaClients clients) {
        this.topics =
                new Topics(settings.topicPrefix(), settings.partitions(), settings.replication());
        this.kafka = KafkaDependency.watch(clients, admin -> topics.createOrVerify(admin, TOPICS));
    }

    /** Begins to ask as soon as the service runs. */
    void start(@Observes StartupEvent event) {}

    void stop(@Observes ShutdownEvent event) {
        kafka.close();
    }

    @Produces
    @Singleton
    Topics topics() {
        return topics;
    }

    @Produces
    @Named("kafka")
    Dependency kafka() {
        return kafka;
    }

    @Readiness
    HealthCheck kafkaReady() {
        return DependencyCheck.of(kafka);
    }

    @Readiness
    HealthCheck streamReady(StreamClient client) {
        return new DependencyCheck("stream", client::state);
    }
}
