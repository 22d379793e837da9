package org.papertide.ingest;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.events.Topic;
import org.papertide.ingest.running.KafkaSettings;

/** What is on the service's topics. */
public final class PublishedEvents {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaSettings kafka;

    public PublishedEvents(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /** All records of a paper once they are as wished. */
    public List<Paper> papers(PaperId id, Predicate<List<Paper>> wished) {
        return await().atMost(PATIENCE)
                .until(
                        () -> papers().stream().filter(paper -> paper.id().equals(id)).toList(),
                        wished);
    }

    /** All readings of a paper once they are as wished. */
    public List<Signal> signals(PaperId id, Predicate<List<Signal>> wished) {
        return await().atMost(PATIENCE)
                .until(
                        () -> signals().stream().filter(s -> s.paperId().equals(id)).toList(),
                        wished);
    }

    /** All papers published until now. */
    public List<Paper> papers() {
        return read(Topic.PAPERS, EventCodec.PAPER);
    }

    /** All readings published until now. */
    public List<Signal> signals() {
        return read(Topic.SIGNALS, EventCodec.SIGNAL);
    }

    private <T> List<T> read(Topic topic, EventCodec<T> codec) {
        List<T> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> message : records(kafka.topics().name(topic))) {
            if (!(codec.decode(message.value()) instanceof Decoded.Event<T>(T event))) {
                throw new AssertionError("unreadable record on " + topic);
            }
            if (!message.key().equals(codec.key(event))) {
                throw new AssertionError("wrong key " + message.key());
            }
            if (message.headers().lastHeader("ce_id") == null) {
                throw new AssertionError("no CloudEvents headers");
            }
            events.add(event);
        }
        return events;
    }

    private List<ConsumerRecord<String, byte[]>> records(String topic) {
        Map<String, Object> settings =
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed");
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(topic).stream()
                            .map(info -> new TopicPartition(topic, info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
