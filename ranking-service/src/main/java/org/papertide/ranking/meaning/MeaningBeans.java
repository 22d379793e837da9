package org.papertide.ranking.meaning;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.dependency.DependencyCheck.Answer;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.loop.Progress;
import org.papertide.platform.loop.StreamMeters;
import org.papertide.platform.settings.ClockSettings;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;
import org.papertide.ranking.stream.StreamClient;

/**
 * Loads the text models once the stream runs, and then makes embeddings as long as the service
 * runs. Loading takes a second and a half of a processor, which rankings at the start need
 * themselves: searches by meaning come a moment after readiness, and say so until then.
 */
@Singleton
class MeaningBeans {

    /** The group of all replicas. */
    private static final String GROUP = "ranking-embeddings";

    /**
     * The least that brokers allow. After a kill the next process waits for so long, and is not
     * ready meanwhile.
     */
    private static final int SESSION_MS = 6_000;

    /** Without a stream, as while Kafka is away, searches by meaning begin then. */
    private static final Duration LATEST = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(50);

    /**
     * Papers of a batch. By two large models, at two seconds each and five of pause, it takes less
     * than the five minutes that Kafka waits for a member.
     */
    private static final int BATCH = 16;

    private final TextModels models = new TextModels();
    private final MeaningSettings settings;
    private final ModelLoading loading;
    private final KafkaClients clients;
    private final Topics topics;
    private final Dependency kafka;
    private final StreamClient stream;
    private final Clock clock;
    private final Duration clockOffset;
    private final Progress progress;
    private final MeterRegistry registry;

    /** Models run in native code for long; virtual threads would wait for theirs. */
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("embeddings").factory());

    private @Nullable Loop starting;
    private volatile @Nullable EmbeddingMaker maker;
    private volatile @Nullable Loop making;

    MeaningBeans(
            MeaningSettings settings,
            KafkaSettings kafkaSettings,
            KafkaClients clients,
            Topics topics,
            @Named("kafka") Dependency kafka,
            StreamClient stream,
            Clock clock,
            ClockSettings clockSettings,
            MeterRegistry registry) {
        this.settings = settings;
        this.loading = new ModelLoading(settings, models);
        this.clients = clients;
        this.topics = topics;
        this.kafka = kafka;
        this.stream = stream;
        this.clock = clock;
        this.clockOffset = clockSettings.offset();
        this.progress = new Progress(kafkaSettings.standstill());
        this.registry = registry;
    }

    @Produces
    @Singleton
    TextModels models() {
        return models;
    }

    void start(@Observes StartupEvent event) {
        register();
        long begun = System.nanoTime();
        starting =
                new Loop(
                        "text models",
                        () -> {
                            if (stream.state() instanceof Dependency.State.Missing
                                    && System.nanoTime() - begun < LATEST.toNanos()) {
                                return LOOK;
                            }
                            worker.execute(this::loadAndMake);
                            return Loop.LAST;
                        });
    }

    private void loadAndMake() {
        loading.load();
        if (models.all().isEmpty()) {
            return;
        }
        EmbeddingMaker started =
                new EmbeddingMaker(
                        topics, models.all(), this::share, clients(), progress, clock, clockOffset);
        maker = started;
        making =
                new Loop(
                        "embeddings",
                        kafka.whenPresent(() -> {
                            turn(started);
                            return Duration.ZERO;
                        }));
    }

    /** Rankings need the processor first: a search finds a new paper by its words meanwhile. */
    private Share share() {
        Share own = new Share(settings.share());
        return stream.isBehind() ? own.tenth() : own;
    }

    private void turn(EmbeddingMaker running) throws InterruptedException {
        try {
            worker.submit(
                            () -> {
                                running.turn();
                                return running;
                            })
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        Loop first = starting;
        if (first != null) {
            first.close();
        }
        EmbeddingMaker running = maker;
        if (running != null) {
            running.end();
        }
        Loop loop = making;
        if (loop != null) {
            loop.close();
        }
        if (running != null) {
            worker.execute(running::close);
        }
        worker.close();
    }

    private EmbeddingClients clients() {
        return new EmbeddingClients() {
            @Override
            public Consumer<byte[], byte[]> papers() {
                return consumer(papersSettings(clients, topics));
            }

            @Override
            public Consumer<byte[], byte[]> log() {
                return consumer(clients.consumer("made-embeddings", Map.of()));
            }

            @Override
            public Producer<byte[], byte[]> producer() {
                return new KafkaProducer<>(
                        clients.producer(
                                "embeddings",
                                Map.of(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none")),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
            }
        };
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> own) {
        return new KafkaConsumer<>(own, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static Map<String, Object> papersSettings(KafkaClients clients, Topics topics) {
        return clients.consumer(
                "embeddings",
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        topics.prefix() + GROUP,
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        SESSION_MS,
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        SESSION_MS / 3,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        BATCH));
    }

    private void register() {
        var _ =
                new StreamMeters("embeddings", registry)
                        .lag(Topic.PAPERS.baseName(), () -> ask(EmbeddingMaker::lag))
                        .delay(Topic.PAPERS.baseName(), () -> ask(EmbeddingMaker::delay))
                        .standstill(progress);
        FunctionCounter.builder(
                        "papertide.embeddings.made", this, own -> own.ask(EmbeddingMaker::made))
                .description("Papers whose text was turned into vectors")
                .register(registry);
        FunctionCounter.builder(
                        "papertide.embeddings.failed", this, own -> own.ask(EmbeddingMaker::failed))
                .description("Texts that a text model could not read at the first attempt")
                .register(registry);
        Gauge.builder(
                        "papertide.embeddings.unreadable",
                        this,
                        own -> own.ask(EmbeddingMaker::unreadable))
                .description("Texts that a text model could not read at any attempt")
                .register(registry);
        Gauge.builder("papertide.text.models", models, own -> own.all().size())
                .description("Text models that are loaded; 0: searches go by words")
                .register(registry);
        Gauge.builder("papertide.text.models.missing", loading, ModelLoading::missing)
                .description("Text models that the settings name and that could not be loaded")
                .register(registry);
    }

    /** What the maker says; 0 while there is none. */
    private double ask(ToDoubleFunction<EmbeddingMaker> question) {
        EmbeddingMaker running = maker;
        return running == null ? 0 : question.applyAsDouble(running);
    }

    /**
     * Down while embeddings are not made though papers wait, or though it was to read them long
     * ago. Never down for want of a model, or for one that reads nothing: then searches go by
     * words, or by the other one, and it says why.
     */
    @Readiness
    HealthCheck modelState() {
        return new DependencyCheck(
                "meaning",
                () -> {
                    Optional<String> broken = findMissing();
                    Answer answer =
                            Answer.unless(
                                    broken.or(this::findFailure)
                                            .or(() ->
                                                    models.missing()
                                                            .map(TextModels.Missing::reason))
                                            .or(this::findComing)
                                            .or(loading::failure));
                    Answer named =
                            models.present()
                                    .map(each -> answer.with("model", each.model()))
                                    .orElse(answer);
                    return broken.isEmpty() ? named.alwaysUp() : named;
                });
    }

    private Optional<String> findMissing() {
        EmbeddingMaker running = maker;
        if (running == null || running.failure().isPresent()) {
            return Optional.empty();
        }
        return running.reads() || running.joins()
                ? progress.findStandstill().map(Progress.Standstill::toString)
                : Optional.of("topics: not read yet");
    }

    /** What the start still has to do. No ranking waits for it. */
    private Optional<String> findComing() {
        EmbeddingMaker running = maker;
        return running != null && running.joins()
                ? Optional.of("topics: not read yet")
                : Optional.empty();
    }

    private Optional<String> findFailure() {
        EmbeddingMaker running = maker;
        return running == null ? Optional.empty() : running.failure();
    }
}
