package org.papertide.local.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.papertide.events.Topic;
import org.papertide.local.data.RefusedException;
import org.papertide.local.terminal.Shown;

/**
 * A Kafka to look into.
 *
 * @param bootstrapServers {@code host:port}, separated by commas
 * @param topicPrefix of every topic's name
 * @param client any further settings of Kafka's clients, such as {@code security.protocol}; they
 *     may hold passwords
 */
public record KafkaAccess(String bootstrapServers, String topicPrefix, Map<String, String> client) {

    /** Who waits for a command wants to know soon that nobody answers. */
    private static final int PATIENCE_MILLIS = 10_000;

    /** Of one answer: the launcher has a small heap, and records are up to 2 MiB. */
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    public KafkaAccess {
        client = Map.copyOf(client);
    }

    /** The full name of a topic. */
    public String name(Topic topic) {
        return topicPrefix + topic.baseName();
    }

    /** Without the settings of its clients. */
    @Override
    public String toString() {
        return "KafkaAccess[%s, %s]".formatted(bootstrapServers, topicPrefix);
    }

    /** Reads what is committed, in no group; for the caller to close. */
    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = common();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.putAll(client);
        return asked(() ->
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** Writes in transactions of this name; for the caller to close. */
    Producer<byte[], byte[]> producer(String transactionalId) {
        Map<String, Object> settings = common();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.SCORES.maxRecordBytes());
        settings.putAll(client);
        return asked(() ->
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    private Map<String, Object> common() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "papertide-look");
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return settings;
    }

    /**
     * What Kafka answers.
     *
     * @throws RefusedException if it does not, with the reason for people
     */
    <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (TimeoutException e) {
            throw new RefusedException(
                    "Kafka does not answer at " + Shown.text(bootstrapServers) + ".", e);
        } catch (AuthenticationException | AuthorizationException e) {
            throw new RefusedException("Kafka refuses: " + Shown.text(message(e)), e);
        } catch (InvalidTopicException e) {
            throw new RefusedException("There is no such topic: " + Shown.text(message(e)), e);
        } catch (ApiException e) {
            throw new RefusedException("Kafka says: " + Shown.text(message(e)), e);
        } catch (KafkaException e) {
            // Settings that no client can be made with: the cause says which.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new RefusedException("No client of Kafka: " + Shown.text(message(cause)), e);
        }
    }

    private static String message(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }
}
