package org.papertide.ranking.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.settings.KafkaClients;

/** Translates the service's settings into those of Kafka Streams. */
public final class StreamSettings {

    private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

    private StreamSettings() {}

    /**
     * The properties of a Streams client.
     *
     * @param clients put the operator's settings over these
     * @param topics the partitions of the input, and the copies of the internal topics
     * @param instance name of this replica
     * @param more of one stream, instead of or beside the common ones
     */
    public static Properties of(
            RankingSettings settings,
            KafkaClients clients,
            Topics topics,
            String instance,
            Map<String, ?> more) {
        Map<String, Object> streams = new HashMap<>();
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        streams.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        streams.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        streams.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) topics.replication());
        streams.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
        streams.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, settings.cacheBytes());
        // KIP-892. Without it, a process that was killed wipes and restores every store.
        streams.put(
                StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG, settings.transactionalStores());
        // The default handler fails either way; unset, Kafka warns of it at each start. Its
        // constant is deprecated from the beginning: the setting goes with Kafka 5.
        streams.put(GLOBAL_HANDLER, true);
        // The consumer's assignor reads the settings again, and sees only those of the consumer.
        streams.put(StreamsConfig.mainConsumerPrefix(GLOBAL_HANDLER), true);
        streams.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreMemory.class);
        streams.put(StoreMemory.STORES, StoreMemory.stores(topics.partitions()));
        // Records of co-partitioned inputs are processed in the order of their times. The task
        // waits for records at the broker, not for future ones.
        streams.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, 0L);
        streams.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        consumer(streams, settings, instance);
        producer(streams);
        streams.putAll(more);
        Properties complete = new Properties();
        complete.putAll(clients.streams(streams));
        return complete;
    }

    private static void consumer(
            Map<String, Object> streams, RankingSettings settings, String instance) {
        int session = (int) settings.sessionTimeout().toMillis();
        streams.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                instance);
        streams.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                session);
        streams.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                session / 4);
        streams.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    }

    private static void producer(Map<String, Object> streams) {
        // The broker keeps the topics uncompressed: what came compressed it would write anew,
        // record by record.
        streams.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "none");
        streams.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 10);
        streams.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        streams.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                2 * Topic.RANKINGS.maxRecordBytes());
        streams.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), 2 * 1024 * 1024);
        // Of changelogs, as of the topics: stores of a node that was away are filled from them.
        streams.put(
                StreamsConfig.topicPrefix(TopicConfig.DELETE_RETENTION_MS_CONFIG),
                Topic.TOMBSTONES.toMillis());
    }
}
