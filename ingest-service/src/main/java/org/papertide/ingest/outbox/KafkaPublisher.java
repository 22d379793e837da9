package org.papertide.ingest.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.DeadLetter;
import org.papertide.events.EventJson;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.LogOnce;
import org.papertide.platform.settings.KafkaClients;

/**
 * Publishes with an idempotent producer. A record that the broker will never take goes to the
 * topic's dead letters with the reason, so that its neighbours go on; whatever else fails is for
 * the next time.
 */
final class KafkaPublisher implements Publisher, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(KafkaPublisher.class);
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    /** How long a send may wait for the broker's answer about its topic, in milliseconds. */
    private static final int MAX_BLOCK = 5_000;

    /** More than any topic takes, so that it is the broker's answer that counts. */
    private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

    /** A batch counts as one record to the broker: below the least that any topic takes. */
    private static final int BATCH_BYTES = 128 * 1024;

    private final Supplier<Producer<String, String>> connect;
    private final Topics topics;
    private @Nullable Producer<String, String> producer;
    private final LogOnce log = new LogOnce();
    private final Map<Topic, LongAdder> deadLetters = new ConcurrentHashMap<>();

    /**
     * @param settings of the producer
     */
    KafkaPublisher(Map<String, Object> settings, Topics topics) {
        this(
                () -> new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer()),
                topics);
    }

    /**
     * @param connect makes the producer at its first use
     */
    KafkaPublisher(Supplier<Producer<String, String>> connect, Topics topics) {
        this.connect = connect;
        this.topics = topics;
    }

    @Override
    public Set<Long> publish(List<PendingRecord> rows) throws InterruptedException {
        Producer<String, String> current = producer == null ? connect.get() : producer;
        producer = current;
        Map<Long, Future<RecordMetadata>> sent = new HashMap<>();
        List<PendingRecord> tried = new ArrayList<>();
        Set<Topic> away = EnumSet.noneOf(Topic.class);
        for (PendingRecord row : rows) {
            if (away.contains(row.message().topic())) {
                continue;
            }
            Future<RecordMetadata> future = current.send(recordOf(row));
            sent.put(row.id(), future);
            tried.add(row);
            // A send that failed before it was sent waited for the broker: the topic's others
            // would, too.
            if (future.state() == Future.State.FAILED && !isHopeless(future.exceptionNow())) {
                away.add(row.message().topic());
            }
        }
        current.flush();
        return settle(tried, sent);
    }

    /**
     * Its partition. The topics have as many as the settings say, or the service does not start.
     */
    @Override
    public String lane(PendingRecord row) {
        OutboxRecord message = row.message();
        int hash = Utils.toPositive(Utils.murmur2(message.key().getBytes(StandardCharsets.UTF_8)));
        return message.topic().name() + '-' + hash % topics.partitions();
    }

    /** How many records of a topic went to its dead letters. */
    long deadLetters(Topic topic) {
        LongAdder count = deadLetters.get(topic);
        return count == null ? 0 : count.sum();
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
            producer = null;
        }
    }

    private Set<Long> settle(List<PendingRecord> rows, Map<Long, Future<RecordMetadata>> sent)
            throws InterruptedException {
        Set<Long> done = new HashSet<>();
        Throwable failure = null;
        for (PendingRecord row : rows) {
            Throwable why = failureOf(sent.get(row.id()));
            if (why == null || (isHopeless(why) && bury(row, why))) {
                done.add(row.id());
            } else {
                failure = why;
            }
        }
        if (failure == null) {
            var _ = log.isRecovery();
        } else if (log.isNew(String.valueOf(failure.getMessage()))) {
            LOG.warnf("Records wait for Kafka. error=\"%s\"", failure.getMessage());
        }
        return done;
    }

    private boolean bury(PendingRecord row, Throwable why) throws InterruptedException {
        Topic topic = row.message().topic();
        String reason = String.valueOf(why.getMessage());
        ProducerRecord<String, String> record = recordOf(row);
        DeadLetter letter =
                DeadLetter.of(
                        new DeadLetter.Origin(topics.name(topic), -1, row.id()),
                        bytes(record.key()),
                        bytes(record.value()),
                        record.headers(),
                        reason);
        Producer<String, String> current = producer == null ? connect.get() : producer;
        Throwable failure =
                failureOf(
                        current.send(
                                new ProducerRecord<>(
                                        topics.name(topic.deadLetters()),
                                        null,
                                        text(letter.key()),
                                        text(letter.value()),
                                        letter.headers())));
        LOG.errorf(
                "A record goes to the dead letters. topic=%s key=%s error=\"%s\"",
                topics.name(topic), record.key(), reason);
        boolean buried = failure == null || isHopeless(failure);
        if (buried) {
            deadLetters.computeIfAbsent(topic, _ -> new LongAdder()).increment();
        }
        return buried;
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean isHopeless(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException;
    }

    private static @Nullable Throwable failureOf(@Nullable Future<RecordMetadata> future)
            throws InterruptedException {
        if (future == null) {
            return new IllegalStateException("not sent");
        }
        try {
            future.get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause() == null ? e : e.getCause();
        }
    }

    private ProducerRecord<String, String> recordOf(PendingRecord row) {
        OutboxRecord message = row.message();
        ProducerRecord<String, String> out =
                new ProducerRecord<>(
                        topics.name(message.topic()),
                        null,
                        message.key(),
                        message.value(),
                        new RecordHeaders());
        try {
            EventJson.mapper()
                    .readValue(message.headers(), TEXTS)
                    .forEach((name, text) ->
                            out.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("unreadable headers in the outbox", e);
        }
        return out;
    }

    /** Of an idempotent producer that gives up a record after the delivery time-out. */
    static Map<String, Object> settings(KafkaClients clients, Duration deliveryTimeout) {
        Map<String, Object> own = new HashMap<>();
        // The broker stores batches unpacked: to pack them would cost the time of both.
        own.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        own.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        own.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        own.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK);
        own.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        own.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) deliveryTimeout.dividedBy(3).toMillis());
        own.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliveryTimeout.toMillis());
        return clients.producer("outbox", own);
    }
}
