package org.papertide.notify;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventCodec;
import org.papertide.events.Topic;
import org.papertide.events.Topics;

/** Writes to the topics of the service under test, as the ranking does. */
public final class TestStream implements AutoCloseable {

    private final String servers;
    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Of the service that this test runs. */
    public TestStream() {
        this(setting("papertide.kafka.bootstrap-servers"), setting("papertide.kafka.topic-prefix"));
    }

    public TestStream(String servers, String prefix) {
        this.servers = servers;
        topics = new Topics(prefix, 4, (short) 1);
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    public <T> void send(Topic topic, EventCodec<T> codec, T event) {
        send(topic, codec.key(event), codec.encode(event));
    }

    /** Sends raw bytes, or a tombstone, and waits for the broker. */
    public void send(Topic topic, String key, byte @Nullable [] value) {
        try {
            producer.send(
                            new ProducerRecord<>(
                                    topics.name(topic),
                                    key.getBytes(StandardCharsets.UTF_8),
                                    value))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka refused a record at " + Instant.EPOCH, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends raw bytes, in order, and waits for the broker once. */
    public void sendAll(Topic topic, List<Map.Entry<String, byte[]>> records) {
        List<Future<RecordMetadata>> sent =
                records.stream()
                        .map(each ->
                                producer.send(
                                        new ProducerRecord<>(
                                                topics.name(topic),
                                                each.getKey().getBytes(StandardCharsets.UTF_8),
                                                each.getValue())))
                        .toList();
        producer.flush();
        if (sent.stream().anyMatch(each -> each.state() != Future.State.SUCCESS)) {
            throw new IllegalStateException("Kafka refused a record of " + topic);
        }
    }

    /** All records of a topic that there are by now: key, headers and value as one text each. */
    public List<String> readAll(Topic topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topics.name(topic)).stream()
                            .map(each -> new TopicPartition(each.topic(), each.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> records = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> records.add(text(record)));
            }
            return records;
        }
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder text = new StringBuilder(text(record.key()));
        for (Header header : record.headers()) {
            text.append(' ').append(header.key()).append('=').append(text(header.value()));
        }
        return text.append(' ').append(text(record.value())).toString();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    public Topics topics() {
        return topics;
    }

    @Override
    public void close() {
        producer.close();
    }
}
