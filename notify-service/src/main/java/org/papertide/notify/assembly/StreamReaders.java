package org.papertide.notify.assembly;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventCodec;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RankingAge;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.candidate.StreamReader;
import org.papertide.notify.edition.AlertPlanner;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.dependency.DependencyCheck.Answer;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.loop.Progress;
import org.papertide.platform.loop.StreamMeters;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;
import org.papertide.platform.tracing.Traces;

/**
 * Reads the topics of the ranking, from when Kafka and the database are there. Breakouts have a
 * reader of their own: they do not queue behind scores. So have vectors, of which a new text model
 * brings as many as there are papers.
 */
@Singleton
class StreamReaders {

    /** The least that brokers allow: a killed process's partitions are read on after it. */
    private static final int SESSION_MS = 6_000;

    private static final String CANDIDATES = "candidates";

    private static final String BREAKOUTS = "breakouts";

    private static final String VECTORS = "vectors";

    /** What each reader reads. */
    private static final Map<String, List<Topic>> READ =
            Map.of(
                    CANDIDATES,
                    List.of(Topic.SCORES, Topic.RANKINGS),
                    BREAKOUTS,
                    List.of(Topic.BREAKOUTS),
                    VECTORS,
                    List.of(Topic.EMBEDDINGS));

    private static final int LARGEST_RECORD = 4 * 1024 * 1024;

    /** After a kill its partitions wait for so long, and for the brokers' next look. */
    private static final int TRANSACTION_MS = 10_000;

    private final KafkaClients clients;
    private final Topics topics;
    private final CandidateStore candidates;
    private final AlertPlanner alerts;
    private final Dependency database;
    private final Dependency kafka;
    private final RankingAge age;
    private final MeterRegistry registry;
    private final Clock clock;
    private final Traces traces;
    private final Progress progress;
    private final Map<Topic, StreamReader> readers = new ConcurrentHashMap<>();
    private final List<StreamReader> running = new ArrayList<>();
    private volatile boolean started;
    private @Nullable Loop starting;

    StreamReaders(
            KafkaSettings settings,
            KafkaClients clients,
            Topics topics,
            CandidateStore candidates,
            AlertPlanner alerts,
            @Named("database") Dependency database,
            @Named("kafka") Dependency kafka,
            RankingAge age,
            MeterRegistry registry,
            Clock clock,
            Traces traces) {
        this.traces = traces;
        this.clients = clients;
        this.topics = topics;
        this.candidates = candidates;
        this.alerts = alerts;
        this.database = database;
        this.kafka = kafka;
        this.age = age;
        this.registry = registry;
        this.clock = clock;
        this.progress = new Progress(settings.standstill());
    }

    void start(@Observes StartupEvent event) {
        READ.forEach((name, topics) -> topics.forEach(topic -> register(name, topic)));
        var _ = new StreamMeters("notify", registry).standstill(progress);
        starting =
                new Loop("readers start", database.whenPresent(kafka.whenPresent(this::startAll)));
    }

    private void register(String name, Topic topic) {
        var _ =
                new StreamMeters(name, registry)
                        .lag(topic.baseName(), () -> ask(topic, reader -> reader.lag(topic)))
                        .delay(topic.baseName(), () -> ask(topic, reader -> reader.delay(topic)));
        FunctionCounter.builder(
                        "papertide.dead.letters",
                        this,
                        own -> own.ask(topic, r -> r.deadLetters(topic)))
                .tag("topic", topic.baseName())
                .description("Records that went to the dead letters of their topic")
                .register(registry);
    }

    void stop(@Observes ShutdownEvent event) {
        if (starting != null) {
            starting.close();
        }
        closeAll();
    }

    /** What the reader of a topic says; 0 while there is none. */
    private double ask(Topic topic, ToDoubleFunction<StreamReader> question) {
        StreamReader reader = readers.get(topic);
        return reader == null ? 0 : question.applyAsDouble(reader);
    }

    /**
     * Down until the topics are read, while a reader is refused them or its group, and while one
     * stands still though records wait for it. {@code age} says how old the rankings are that
     * readers of the site see.
     */
    @Readiness
    HealthCheck readersReady() {
        return new DependencyCheck(
                "readers",
                () -> {
                    Answer answer = Answer.unless(findMissing());
                    return age.age()
                            .map(known -> answer.with("age", known.toSeconds() + " s"))
                            .orElse(answer);
                });
    }

    private Optional<String> findMissing() {
        return started && readers.values().stream().allMatch(StreamReader::reads)
                ? progress.findStandstill().map(Progress.Standstill::toString)
                : Optional.of("topics: not read yet");
    }

    private Duration startAll() {
        try {
            startReader(
                    CANDIDATES,
                    Map.of(
                            Topic.SCORES,
                            RecordSink.of(EventCodec.SCORE, clock, candidates::applyScores),
                            Topic.RANKINGS,
                            RecordSink.of(EventCodec.RANKING, clock, candidates::applyRankings)));
            startReader(
                    VECTORS,
                    Map.of(
                            Topic.EMBEDDINGS,
                            RecordSink.of(
                                    EventCodec.EMBEDDING,
                                    clock,
                                    changes ->
                                            candidates.applyEmbeddings(changes, clock.instant()))));
            startReader(
                    BREAKOUTS,
                    Map.of(
                            Topic.BREAKOUTS,
                            RecordSink.of(EventCodec.BREAKOUT, clock, traces, alerts::apply)));
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        }
        started = true;
        return Loop.LAST;
    }

    private void startReader(String name, Map<Topic, RecordSink> sinks) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        consumerSettings(clients, topics, name),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        Map<String, Object> letters = deadLetterSettings(clients, topics, name, UUID.randomUUID());
        StreamReader reader =
                StreamReader.start(
                        name,
                        topics,
                        sinks,
                        consumer,
                        () ->
                                new KafkaProducer<>(
                                        letters,
                                        new ByteArraySerializer(),
                                        new ByteArraySerializer()),
                        progress);
        running.add(reader);
        sinks.keySet().forEach(topic -> readers.put(topic, reader));
    }

    /**
     * @param process so that no other process, which may hold the other partitions, is fenced off
     */
    static Map<String, Object> deadLetterSettings(
            KafkaClients clients, Topics topics, String name, UUID process) {
        return clients.producer(
                name + "-dead-letters",
                Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        topics.prefix() + "notify-" + name + "-" + process,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        TRANSACTION_MS,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        TRANSACTION_MS,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST_RECORD));
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
        StreamReader.closeAll(running);
        running.clear();
    }
}
