package org.papertide.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventCodec;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.testing.TopicReader;

/** Writes and reads the topics of a service under measurement, from outside the service. */
final class TopicProbe implements AutoCloseable {

    private static final String SOURCE = "/papertide/bench";

    /** Below the largest message of the papers' and signals' topics. */
    private static final int BATCH_BYTES = 128 * 1024;

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Topics topics;
    private final Producer<byte[], byte[]> producer;
    private final Admin admin;
    private final TopicReader topicReader;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    TopicProbe(String kafka, String topicPrefix) {
        this.topics = new Topics(topicPrefix, ServiceSettings.PARTITIONS, (short) 1);
        this.topicReader = new TopicReader(kafka);
        this.admin = Admin.create(Map.of("bootstrap.servers", kafka));
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                kafka,
                                "enable.idempotence",
                                true,
                                "compression.type",
                                "none",
                                "linger.ms",
                                5,
                                "batch.size",
                                BATCH_BYTES,
                                "buffer.memory",
                                64L * 1024 * 1024),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** An event as it goes over the wire, encoded before the clock runs. */
    static final class Prepared {

        private final byte[] key;
        private final byte[] value;
        private final Headers headers;

        private Prepared(byte[] key, byte[] value, Headers headers) {
            this.key = key;
            this.value = value;
            this.headers = headers;
        }

        static <T> Prepared of(EventCodec<T> codec, T event, Instant time) {
            return new Prepared(
                    codec.key(event).getBytes(StandardCharsets.UTF_8),
                    codec.encode(event),
                    codec.headers(event, SOURCE, time));
        }
    }

    /** Creates a topic of the benchmark's own, with as many partitions as the services' topics. */
    void create(String name) {
        get(
                admin.createTopics(
                                List.of(new NewTopic(name, ServiceSettings.PARTITIONS, (short) 1)))
                        .all());
    }

    /** Hands a record to the producer, which sends it within milliseconds. */
    void produce(Topic topic, Prepared event) {
        produce(topics.name(topic), event);
    }

    /** The same for a topic by its full name. */
    void produce(String topic, Prepared event) {
        produce(topic, event, null);
    }

    /** The same for a record that carries this time, in milliseconds, instead of the clock's. */
    void produce(String topic, Prepared event, @Nullable Long millis) {
        Future<RecordMetadata> _ =
                producer.send(
                        new ProducerRecord<>(
                                topic, null, millis, event.key, event.value, event.headers),
                        (_, exception) -> {
                            if (exception != null) {
                                failure.compareAndSet(null, exception);
                            }
                        });
    }

    /** Waits until the broker has all produced records. */
    void flush() {
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("the broker refused a record", failed);
        }
    }

    /** Waits until a group has committed everything that is now in these topics. */
    void awaitCommitted(String group, List<String> names) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        names.forEach(name -> ends.putAll(topicReader.ends(name)));
        ends.values().removeIf(end -> end == 0);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached(committed(group), ends)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        group + " is not at " + ends + " but at " + committed(group));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** The size in bytes of each topic of a group with this ending. */
    Map<String, Long> bytes(String group, String ending) {
        Map<String, Long> bytes = new TreeMap<>();
        List<Integer> brokers =
                get(admin.describeCluster().nodes()).stream().map(Node::id).toList();
        for (Map<String, LogDirDescription> directories :
                get(admin.describeLogDirs(brokers).allDescriptions()).values()) {
            for (LogDirDescription directory : directories.values()) {
                directory
                        .replicaInfos()
                        .forEach((partition, replica) -> {
                            String topic = partition.topic();
                            if (topic.startsWith(group + "-") && topic.endsWith(ending)) {
                                bytes.merge(topic, replica.size(), Long::sum);
                            }
                        });
            }
        }
        return bytes;
    }

    /** The size in bytes of a topic after compaction: the newest key and value of each key. */
    long compactedBytes(String topic) {
        Map<ByteBuffer, Integer> newest = new HashMap<>();
        topicReader.forEach(
                topic,
                message -> {
                    ByteBuffer key = ByteBuffer.wrap(message.key());
                    if (message.value() == null) {
                        newest.remove(key);
                    } else {
                        newest.put(key, message.key().length + message.value().length);
                    }
                });
        return newest.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Reads topics from beginning to end, as fast as one consumer can. Returns the bytes read. */
    long readAll(Collection<String> names) {
        AtomicLong bytes = new AtomicLong();
        for (String name : names) {
            topicReader.forEach(
                    name,
                    message ->
                            bytes.addAndGet(
                                    Math.max(message.serializedKeySize(), 0)
                                            + Math.max(message.serializedValueSize(), 0)));
        }
        return bytes.get();
    }

    /** The number of records ever committed to a topic, markers of transactions included. */
    long end(Topic topic) {
        return topicReader.ends(name(topic)).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The number of different values in a topic. */
    long differentValues(Topic topic) {
        Set<ByteBuffer> values = new HashSet<>();
        topicReader.forEach(name(topic), message -> values.add(ByteBuffer.wrap(message.value())));
        return values.size();
    }

    /** A reader of what is committed to a topic from now on. */
    Consumer<byte[], byte[]> readFromNow(Topic topic) {
        return topicReader.fromNow(name(topic));
    }

    /** The full name of a topic. */
    String name(Topic topic) {
        return topics.name(topic);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
    }

    private static boolean reached(
            Map<TopicPartition, @Nullable OffsetAndMetadata> committed,
            Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> {
                    OffsetAndMetadata at = committed.get(end.getKey());
                    return at != null && at.offset() >= end.getValue();
                });
    }

    private Map<TopicPartition, @Nullable OffsetAndMetadata> committed(String group) {
        return new HashMap<>(
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group)));
    }

    private static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether a record has this key. */
    static boolean hasKey(byte[] key, String wanted) {
        return Arrays.equals(key, wanted.getBytes(StandardCharsets.UTF_8));
    }
}
