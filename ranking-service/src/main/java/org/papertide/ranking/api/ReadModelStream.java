package org.papertide.ranking.api;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.papertide.events.Topics;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;
import org.papertide.ranking.stream.RankingSettings;
import org.papertide.ranking.stream.StreamClient;
import org.papertide.ranking.stream.StreamSettings;

/** Runs the stream that fills the stores of the read model. */
@Singleton
class ReadModelStream {

    private final StreamClient client;

    ReadModelStream(
            RankingSettings settings,
            KafkaSettings kafkaSettings,
            KafkaClients clients,
            Topics topics,
            @Named("kafka") Dependency kafka,
            LiveClients live) {
        this.client =
                new StreamClient(
                        kafka,
                        properties(settings, kafkaSettings.replication(), clients),
                        () -> ReadModelStores.topology(topics, live::changed),
                        () -> {},
                        () -> {});
    }

    /** This stream writes nothing to Kafka, so reading a record twice does no harm. */
    static Properties properties(
            RankingSettings settings, short replication, KafkaClients clients) {
        return StreamSettings.of(
                settings,
                clients,
                replication,
                "readers",
                Map.of(
                        StreamsConfig.APPLICATION_ID_CONFIG,
                        settings.applicationId() + "-readers",
                        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                        StreamsConfig.AT_LEAST_ONCE,
                        StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG),
                        "read_committed",
                        // Only the positions of the stores are committed.
                        StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                        30_000L));
    }

    void start(@Observes StartupEvent event) {
        client.start();
    }

    void stop(@Observes ShutdownEvent event) {
        client.close();
    }

    @Produces
    @Readiness
    @Singleton
    HealthCheck readersReady() {
        return new DependencyCheck("readers", client::state);
    }

    /**
     * A store by its name.
     *
     * @throws UnavailableException while it is not available
     */
    ReadOnlyKeyValueStore<String, byte[]> store(String name) {
        KafkaStreams streams = client.findStreams().orElseThrow(() -> unavailable(missing()));
        try {
            return streams.store(
                    StoreQueryParameters.fromNameAndType(
                            name, QueryableStoreTypes.keyValueStore()));
        } catch (InvalidStateStoreException e) {
            throw unavailable("stream: " + streams.state());
        }
    }

    private String missing() {
        return client.state() instanceof Dependency.State.Missing(String reason)
                ? reason
                : "stream: starting";
    }

    private static UnavailableException unavailable(String missing) {
        return new UnavailableException("Not ready yet: " + missing);
    }
}
