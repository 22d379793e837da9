package org.papertide.ranking.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.EventJson;
import org.papertide.events.ModelVersion;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.ranking.model.ModelSchedule;
import org.papertide.ranking.model.TrendModel;

/**
 * The announcements of models in {@code priors.v1}. Each method connects, does its work and
 * disconnects, since each is called a few times a month.
 *
 * <p>All methods throw a {@link KafkaException} if the broker cannot be asked.
 */
public final class ModelRegistry {

    private static final Logger LOG = Logger.getLogger(ModelRegistry.class);

    private static final String SOURCE = "/papertide/ranking";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int ASK_MILLIS = 5_000;
    private static final int MOST_EMPTY = 25;

    private final KafkaClients clients;
    private final Topics topics;
    private final Clock clock;
    private final Supplier<Consumer<byte[], byte[]>> readers;

    /** A registry on these topics. It does not connect yet. */
    public ModelRegistry(KafkaClients clients, Topics topics, Clock clock) {
        this(clients, topics, clock, () -> reader(clients));
    }

    /**
     * @param readers connects a reader that is in no group
     */
    ModelRegistry(
            KafkaClients clients,
            Topics topics,
            Clock clock,
            Supplier<Consumer<byte[], byte[]>> readers) {
        this.clients = clients;
        this.topics = topics;
        this.clock = clock;
        this.readers = readers;
    }

    /**
     * Announces the model that this release ships, unless it was announced before. The first model
     * of an installation is active at once. The model of a later release is on trial until an
     * operator activates it. If another model with other constants has its version, it gets the
     * next free version.
     */
    public void announceShipped(TrendModel shipped) {
        var _ =
                announce(known -> {
                    if (known.values().stream().anyMatch(each -> isSame(each, shipped))) {
                        return Optional.empty();
                    }
                    boolean first = known.values().stream().noneMatch(ModelRegistry::wasActivated);
                    int number =
                            known.containsKey(shipped.version())
                                    ? known.lastKey() + 1
                                    : shipped.version();
                    Instant now = clock.instant();
                    LOG.infof(
                            "The trend model that this release ships is announced. version=%d state=%s",
                            number, first ? "ACTIVE" : "TRIAL");
                    return Optional.of(
                            version(
                                    shipped.withVersion(number),
                                    List.of(),
                                    now,
                                    first ? now : null));
                });
    }

    /** Whether the constants are the same, whatever their number. */
    private static boolean isSame(ModelVersion version, TrendModel model) {
        return version.priors().equals(tree(model.withVersion(version.version())));
    }

    private static boolean wasActivated(ModelVersion version) {
        return version.activeFrom() != null;
    }

    /**
     * All versions that were ever announced, by their last announcement, without those after a gap.
     */
    public NavigableMap<Integer, ModelVersion> versions() {
        Map<Integer, ModelVersion> versions = new HashMap<>();
        TopicPartition first = new TopicPartition(topics.name(Topic.PRIORS), 0);
        try (Consumer<byte[], byte[]> reader = readers.get()) {
            reader.assign(List.of(first));
            reader.seekToBeginning(List.of(first));
            long end = reader.endOffsets(List.of(first)).getOrDefault(first, 0L);
            int empty = 0;
            while (reader.position(first) < end) {
                ConsumerRecords<byte[], byte[]> messages = reader.poll(POLL);
                empty = messages.isEmpty() ? empty + 1 : 0;
                if (empty > MOST_EMPTY) {
                    throw new TimeoutException("the announced priors cannot be read now");
                }
                for (ConsumerRecord<byte[], byte[]> message : messages) {
                    if (EventCodec.PRIORS.decode(message.value())
                            instanceof Decoded.Event<ModelVersion>(ModelVersion version)) {
                        versions.put(version.version(), version);
                    }
                }
            }
        }
        return ModelSchedule.inReach(versions.values());
    }

    /**
     * Announces a model for a trial.
     *
     * @param changes in words: what differs from those before
     * @return the announcement; nothing if its version is not above all that are known, or too far
     */
    public Optional<ModelVersion> propose(TrendModel model, List<String> changes) {
        return announce(known -> {
            int last = known.isEmpty() ? 0 : known.lastKey();
            return model.version() <= last || model.version() > last + ModelSchedule.LONGEST_GAP
                    ? Optional.empty()
                    : Optional.of(version(model, changes, clock.instant(), null));
        });
    }

    /**
     * Activates a version from an instant on. A version that was active before can be activated
     * again.
     *
     * @return the announcement; nothing if the version is not known
     */
    public Optional<ModelVersion> activate(int version, Instant from) {
        return announce(known ->
                Optional.ofNullable(known.get(version))
                        .map(found -> found.activated(clock.instant(), from)));
    }

    private static ModelVersion version(
            TrendModel model, List<String> changes, Instant now, @Nullable Instant from) {
        return new ModelVersion(
                model.version(), model.learntFrom(), changes, now, from, tree(model));
    }

    private static JsonNode tree(TrendModel model) {
        try {
            return EventJson.mapper().readTree(model.toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("priors always have a JSON form", e);
        }
    }

    /**
     * Publishes a decision, if there is one, to every partition, since each partition scores papers
     * by it. The transaction fences every concurrent decision, which then fails: no decision is
     * based on an outdated state.
     */
    private Optional<ModelVersion> announce(
            Function<NavigableMap<Integer, ModelVersion>, Optional<ModelVersion>> decision) {
        Producer<byte[], byte[]> writer = writer();
        try {
            writer.initTransactions();
            Optional<ModelVersion> decided = decision.apply(versions());
            if (decided.isPresent()) {
                writer.beginTransaction();
                send(writer, decided.get());
                writer.commitTransaction();
            }
            return decided;
        } finally {
            writer.close(Duration.ofMillis(ASK_MILLIS));
        }
    }

    private void send(Producer<byte[], byte[]> writer, ModelVersion version) {
        byte[] key = EventCodec.PRIORS.key(version).getBytes(StandardCharsets.UTF_8);
        byte[] value = EventCodec.PRIORS.encode(version);
        for (int partition = 0; partition < topics.partitions(); partition++) {
            var _ =
                    writer.send(
                            new ProducerRecord<>(
                                    topics.name(Topic.PRIORS),
                                    partition,
                                    null,
                                    key,
                                    value,
                                    EventCodec.PRIORS.headers(
                                            version, SOURCE, version.announcedAt())));
        }
    }

    private static Consumer<byte[], byte[]> reader(KafkaClients clients) {
        return new KafkaConsumer<>(
                readerSettings(clients), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A transaction, so that either all partitions receive the announcement or none. */
    private Producer<byte[], byte[]> writer() {
        return new KafkaProducer<>(
                writerSettings(clients, topics),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static Map<String, Object> readerSettings(KafkaClients clients) {
        return clients.consumer(
                "registry", Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASK_MILLIS));
    }

    static Map<String, Object> writerSettings(KafkaClients clients, Topics topics) {
        return clients.producer(
                "registry",
                Map.of(
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        topics.prefix() + "priors",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        ASK_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        ASK_MILLIS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        2 * ASK_MILLIS));
    }
}
