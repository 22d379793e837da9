package org.papertide.ranking.meaning;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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

    private final String kafka = TestStack.get().kafka();
    private final Topics topics = new Topics(TestStack.get().newTopicPrefix(), 3, (short) 1);
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void prepare() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            topics.createOrVerify(admin, EmbeddingMaker.INPUTS);
        }
        producer = producer();
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Override
    Topics topics() {
        return topics;
    }

    @Override
    void send(Topic topic, byte[] key, byte @Nullable [] value) {
        try {
            producer.send(new ProducerRecord<>(topics.name(topic), key, value)).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    List<ConsumerRecord<byte[], byte[]>> embeddings() {
        return new TopicReader(kafka).records(topics.name(Topic.EMBEDDINGS));
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
            return consumer(Map.of("group.id", topics.prefix() + "makers", "max.poll.records", 8));
        }

        @Override
        public Consumer<byte[], byte[]> log() {
            return consumer(Map.of());
        }

        private Consumer<byte[], byte[]> consumer(Map<String, Object> own) {
            Map<String, Object> settings = new HashMap<>(own);
            settings.put("bootstrap.servers", kafka);
            settings.put("enable.auto.commit", false);
            settings.put("auto.offset.reset", "earliest");
            return new KafkaConsumer<>(
                    settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
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
