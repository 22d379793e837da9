package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.testing.TestStack;
import org.papertide.testing.TopicReader;

/** The maker of embeddings on a real broker. */
class EmbeddingMakerIT extends EmbeddingMakerCases {

    /** Of new papers, of which a turn without any would wait for half a second. */
    private static final Duration POLL = Duration.ofMillis(20);

    private final String kafka = TestStack.get().kafka();
    private final Topics topics = new Topics(TestStack.get().newTopicPrefix(), 3, (short) 1);
    private final List<ConsumerRecord<byte[], byte[]>> embeddings = new ArrayList<>();
    private KafkaProducer<byte[], byte[]> producer;
    private KafkaConsumer<byte[], byte[]> reader;
    private volatile @Nullable Exception refused;

    @BeforeEach
    void prepare() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            topics.createOrVerify(admin, EmbeddingMaker.INPUTS);
        }
        producer = producer();
        reader = new TopicReader(kafka).fromNow(topics.name(Topic.EMBEDDINGS));
    }

    @AfterEach
    void close() {
        reader.close();
        producer.close();
    }

    @Override
    Topics topics() {
        return topics;
    }

    @Override
    void send(Topic topic, byte[] key, byte @Nullable [] value) {
        var _ =
                producer.send(
                        new ProducerRecord<>(topics.name(topic), key, value),
                        (_, failure) -> refused = failure == null ? refused : failure);
    }

    @Override
    void awaitSent() {
        producer.flush();
        assertThat(refused).isNull();
    }

    @Override
    List<ConsumerRecord<byte[], byte[]>> embeddings() {
        Map<TopicPartition, Long> ends = reader.endOffsets(reader.assignment());
        while (ends.entrySet().stream()
                .anyMatch(each -> reader.position(each.getKey()) < each.getValue())) {
            reader.poll(Duration.ofMillis(200)).forEach(embeddings::add);
        }
        return embeddings;
    }

    @Override
    EmbeddingClients clients(int commits) {
        return new Clients(commits);
    }

    private final class Clients implements EmbeddingClients {

        private int commits;

        Clients(int commits) {
            this.commits = commits;
        }

        @Override
        public Consumer<byte[], byte[]> papers() {
            Map<String, Object> settings = settings();
            settings.put("group.id", topics.prefix() + "makers");
            settings.put("max.poll.records", 8);
            return new KafkaConsumer<>(
                    settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
                @Override
                public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                    return super.poll(timeout.compareTo(POLL) < 0 ? timeout : POLL);
                }

                @Override
                public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
                    if (commits-- == 0) {
                        throw new DisconnectException("killed");
                    }
                    super.commitSync(offsets);
                }
            };
        }

        @Override
        public Consumer<byte[], byte[]> log() {
            return new KafkaConsumer<>(
                    settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        private Map<String, Object> settings() {
            Map<String, Object> settings = new HashMap<>();
            settings.put("bootstrap.servers", kafka);
            settings.put("enable.auto.commit", false);
            settings.put("auto.offset.reset", "earliest");
            // At the end of a topic, where these few records are, it would be half a second.
            settings.put("fetch.max.wait.ms", 20);
            return settings;
        }

        @Override
        public Producer<byte[], byte[]> producer() {
            return EmbeddingMakerIT.this.producer();
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
