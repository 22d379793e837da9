package org.papertide.notify.account;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.papertide.events.DeliveryOutcome;
import org.papertide.events.EventCodec;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.platform.settings.KafkaClients;

/** Publishes outcomes on {@code deliveries.v1}, and waits for the broker's answer to each. */
public final class KafkaOutcomes implements OutcomeSink, AutoCloseable {

    /** The service, as CloudEvents name their origin. */
    private static final String SOURCE = "/papertide/notify";

    private static final int MAX_BLOCK_MILLIS = 5_000;

    /** A page is given up in time for its transaction, which lives for two minutes. */
    private static final int DELIVERY_MILLIS = 30_000;

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Supplier<Producer<String, byte[]>> connect;
    private final String topic;
    private @Nullable Producer<String, byte[]> producer;

    /**
     * @param connect makes the producer at its first use
     */
    public KafkaOutcomes(Supplier<Producer<String, byte[]>> connect, Topics topics) {
        this.connect = connect;
        this.topic = topics.name(Topic.DELIVERIES);
    }

    /** With a producer of this service. */
    public static KafkaOutcomes of(KafkaClients clients, Topics topics) {
        return new KafkaOutcomes(
                () ->
                        new KafkaProducer<>(
                                settings(clients),
                                new StringSerializer(),
                                new ByteArraySerializer()),
                topics);
    }

    /** Of the producer. */
    public static Map<String, Object> settings(KafkaClients clients) {
        return clients.producer(
                "outcomes",
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        MAX_BLOCK_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        DELIVERY_MILLIS / 3,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        DELIVERY_MILLIS));
    }

    @Override
    public synchronized void publish(List<DeliveryOutcome> outcomes) {
        Producer<String, byte[]> current = producer == null ? connect.get() : producer;
        producer = current;
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (DeliveryOutcome outcome : outcomes) {
            Future<RecordMetadata> future =
                    current.send(
                            new ProducerRecord<>(
                                    topic,
                                    null,
                                    EventCodec.DELIVERY.key(outcome),
                                    EventCodec.DELIVERY.encode(outcome),
                                    EventCodec.DELIVERY.headers(outcome, SOURCE, outcome.at())));
            sent.add(future);
            // It waited for the broker: so would the others.
            if (future.state() == Future.State.FAILED) {
                break;
            }
        }
        current.flush();
        sent.forEach(KafkaOutcomes::await);
    }

    private static void await(Future<RecordMetadata> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new UnavailableException("Kafka takes no outcomes: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("ending", e);
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(CLOSING);
            producer = null;
        }
    }
}
