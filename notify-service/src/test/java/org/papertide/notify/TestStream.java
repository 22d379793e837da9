package org.papertide.notify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventCodec;
import org.papertide.events.Topic;
import org.papertide.events.Topics;

/** Writes to the topics of the service under test, as the ranking does. */
public final class TestStream implements AutoCloseable {

    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Of the service that this test runs. */
    public TestStream() {
        this(setting("papertide.kafka.bootstrap-servers"), setting("papertide.kafka.topic-prefix"));
    }

    public TestStream(String servers, String prefix) {
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

    public Topics topics() {
        return topics;
    }

    @Override
    public void close() {
        producer.close();
    }
}
