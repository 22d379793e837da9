package org.papertide.ranking.api;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.papertide.events.Topics;
import org.papertide.ranking.KafkaSettings;
import org.papertide.ranking.http.ProblemException;
import org.papertide.ranking.http.Problems;
import org.papertide.ranking.stream.RankingSettings;
import org.papertide.ranking.stream.StreamClient;
import org.papertide.ranking.stream.StreamSettings;

/** Runs the stream that fills the stores of the read model. */
@Singleton
class ReadModelStream {

    private final StreamClient client;

    ReadModelStream(RankingSettings settings, KafkaSettings kafka, LiveClients clients) {
        Topics topics = kafka.topics();
        this.client =
                new StreamClient(
                        topics,
                        properties(settings, kafka),
                        () -> ReadModelStores.topology(topics, clients::changed),
                        () -> {},
                        () -> {});
    }

    /** This stream writes nothing to Kafka, so reading a record twice does no harm. */
    private static Properties properties(RankingSettings settings, KafkaSettings kafka) {
        Properties streams =
                StreamSettings.of(
                        settings, kafka.bootstrapServers(), kafka.replication(), "readers");
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId() + "-readers");
        streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        streams.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG),
                "read_committed");
        // Only the positions of the stores are committed.
        streams.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 30_000L);
        return streams;
    }

    void start(@Observes StartupEvent event) {
        client.start();
    }

    void stop(@Observes ShutdownEvent event) {
        client.close();
    }

    /** Why the API cannot answer yet; empty if it can. */
    Optional<String> findMissing() {
        return client.findMissing();
    }

    /**
     * A store by its name.
     *
     * @throws ProblemException while it is not available
     */
    ReadOnlyKeyValueStore<String, byte[]> store(String name) {
        KafkaStreams streams =
                client.findStreams()
                        .orElseThrow(() ->
                                Problems.unavailable(
                                        client.findMissing().orElse("stream: starting")));
        try {
            return streams.store(
                    StoreQueryParameters.fromNameAndType(
                            name, QueryableStoreTypes.keyValueStore()));
        } catch (InvalidStateStoreException e) {
            throw Problems.unavailable("stream: " + streams.state());
        }
    }
}
