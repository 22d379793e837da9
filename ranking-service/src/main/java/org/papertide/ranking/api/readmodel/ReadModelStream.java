package org.papertide.ranking.api.readmodel;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.papertide.events.Topics;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.ReadDelay;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.platform.settings.ClockSettings;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;
import org.papertide.ranking.stream.RankingSettings;
import org.papertide.ranking.stream.StreamClient;
import org.papertide.ranking.stream.StreamSettings;
import org.papertide.ranking.stream.StreamWatch;

/** Runs the stream that fills the stores of the read model. */
@Singleton
class ReadModelStream {

    /**
     * What follows in the application's id, which names the folder of the stores. Where a stored
     * form changes this does, too: a release then finds no stores, and fills its own from the
     * topics. One that goes back finds those it left.
     */
    private static final String STORED_FORMS = "-readers";

    private final StreamClient client;
    private final StreamWatch watch;

    ReadModelStream(
            RankingSettings settings,
            KafkaSettings kafkaSettings,
            KafkaClients clients,
            Topics topics,
            @Named("kafka") Dependency kafka,
            LiveClients live,
            CategorySpellings spellings,
            ClockSettings clock,
            MeterRegistry registry) {
        ReadDelay delay = new ReadDelay();
        this.client =
                new StreamClient(
                        kafka,
                        properties(settings, topics, clients),
                        kafkaSettings.standstill(),
                        () ->
                                ReadModelStores.topology(
                                        topics,
                                        clock.offset(),
                                        delay,
                                        key -> {
                                            spellings.add(key);
                                            live.changed(key);
                                        }),
                        () -> {},
                        () -> {});
        this.watch =
                new StreamWatch(client, delay, "readers", topics, ReadModelStores.INPUTS, registry);
    }

    /** This stream writes nothing to Kafka, so reading a record twice does no harm. */
    static Properties properties(RankingSettings settings, Topics topics, KafkaClients clients) {
        return StreamSettings.of(
                settings,
                clients,
                topics,
                "readers",
                Map.of(
                        StreamsConfig.APPLICATION_ID_CONFIG,
                        settings.applicationId() + STORED_FORMS,
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
        watch.start();
    }

    void stop(@Observes ShutdownEvent event) {
        watch.close();
        client.close();
    }

    /** Whether the stores are filled. */
    Dependency.State state() {
        return client.state();
    }

    /** Whether the stores answer, be they up to date or not. */
    Dependency.State storesState() {
        return client.storesState();
    }

    /**
     * A store by its name.
     *
     * @throws UnavailableException while it is not available
     */
    ReadOnlyKeyValueStore<String, byte[]> store(String name) {
        try {
            return client.store(name);
        } catch (InvalidStateStoreException e) {
            String missing =
                    client.state() instanceof Dependency.State.Missing(String reason)
                            ? reason
                            : "stream: its stores are moving";
            throw new UnavailableException("Not ready yet: " + missing, e);
        }
    }
}
