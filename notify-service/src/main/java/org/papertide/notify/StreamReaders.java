package org.papertide.notify;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventCodec;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.candidate.StreamReader;
import org.papertide.notify.edition.AlertPlanner;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.settings.KafkaClients;

/**
 * Reads the topics of the ranking, from when Kafka and the database are there. Breakouts have a
 * reader of their own: they do not queue behind scores.
 */
@Singleton
class StreamReaders {

    private static final Logger LOG = Logger.getLogger(StreamReaders.class);

    /** The least that brokers allow: a killed process's partitions are read on after it. */
    private static final int SESSION_MS = 6_000;

    private static final int LARGEST_RECORD = 4 * 1024 * 1024;

    /** A loop that has started something has nothing more to do. */
    private static final Duration DONE = Duration.ofDays(3650);

    private final KafkaClients clients;
    private final Topics topics;
    private final CandidateStore candidates;
    private final AlertPlanner alerts;
    private final Dependency database;
    private final Dependency kafka;
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private volatile boolean reading;
    private @Nullable Loop starting;

    StreamReaders(
            KafkaClients clients,
            Topics topics,
            CandidateStore candidates,
            AlertPlanner alerts,
            @Named("database") Dependency database,
            @Named("kafka") Dependency kafka) {
        this.clients = clients;
        this.topics = topics;
        this.candidates = candidates;
        this.alerts = alerts;
        this.database = database;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        starting =
                new Loop("readers start", database.whenPresent(kafka.whenPresent(this::startAll)));
    }

    void stop(@Observes ShutdownEvent event) {
        if (starting != null) {
            starting.close();
        }
        closeAll();
    }

    /** Down until the topics are read; afterwards Kafka's check says what is missing. */
    @Readiness
    HealthCheck readersReady() {
        return new DependencyCheck(
                "readers",
                () ->
                        reading
                                ? new Dependency.State.Present()
                                : new Dependency.State.Missing("topics: not read yet"));
    }

    private Duration startAll() {
        try {
            KafkaProducer<byte[], byte[]> deadLetters =
                    new KafkaProducer<>(
                            deadLetterSettings(clients),
                            new ByteArraySerializer(),
                            new ByteArraySerializer());
            running.push(deadLetters);
            startReader(
                    "candidates",
                    Map.of(
                            Topic.SCORES,
                            RecordSink.of(EventCodec.SCORE, candidates::applyScores),
                            Topic.RANKINGS,
                            RecordSink.of(EventCodec.RANKING, candidates::applyRankings)),
                    deadLetters);
            startReader(
                    "breakouts",
                    Map.of(Topic.BREAKOUTS, RecordSink.of(EventCodec.BREAKOUT, alerts::apply)),
                    deadLetters);
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        }
        reading = true;
        return DONE;
    }

    private void startReader(
            String name, Map<Topic, RecordSink> sinks, KafkaProducer<byte[], byte[]> deadLetters) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        consumerSettings(clients, topics, name),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        running.push(StreamReader.start(name, topics, sinks, consumer, deadLetters));
    }

    static Map<String, Object> deadLetterSettings(KafkaClients clients) {
        return clients.producer(
                "dead-letters", Map.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD));
    }

    static Map<String, Object> consumerSettings(KafkaClients clients, Topics topics, String name) {
        return clients.consumer(
                name,
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        topics.prefix() + "notify-" + name,
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        SESSION_MS,
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        SESSION_MS / 3,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        250));
    }

    private void closeAll() {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                LOG.warn("A reader did not stop cleanly.", e);
            }
        }
    }
}
