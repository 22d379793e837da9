package org.papertide.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;

/**
 * Reads topics as a consumer outside Papertide does: only what is committed, in order within each
 * partition, without a group.
 *
 * @param bootstrapServers of Kafka
 */
public record TopicReader(String bootstrapServers) {

    private static final Duration POLL = Duration.ofMillis(200);

    /** All records of a topic. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        forEach(topic, records::add);
        return records;
    }

    /**
     * All events of a topic.
     *
     * @throws AssertionError if a record is not an event of that kind, has another key than its
     *     event, or no CloudEvents headers
     */
    public <T> List<T> events(String topic, EventCodec<T> codec) {
        List<T> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : records(topic)) {
            if (!(codec.decode(message.value()) instanceof Decoded.Event<T>(T event))) {
                throw new AssertionError("unreadable record on " + topic);
            }
            String key = new String(message.key(), StandardCharsets.UTF_8);
            if (!key.equals(codec.key(event))) {
                throw new AssertionError("wrong key on %s: %s".formatted(topic, key));
            }
            if (message.headers().lastHeader("ce_id") == null) {
                throw new AssertionError("no CloudEvents headers on " + topic);
            }
            events.add(event);
        }
        return events;
    }

    /** Passes on every record that the topic holds now; keeps none. */
    public void forEach(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }

    /** A consumer of what is committed to a topic from now on; for the caller to close. */
    public KafkaConsumer<byte[], byte[]> fromNow(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = consumer();
        List<TopicPartition> partitions = partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // A seek takes effect with the first use: now.
        partitions.forEach(consumer::position);
        return consumer;
    }

    /** The offsets at which the partitions of a topic end. */
    public Map<TopicPartition, Long> ends(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return Map.copyOf(consumer.endOffsets(partitions(consumer, topic)));
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(
            KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }
}
