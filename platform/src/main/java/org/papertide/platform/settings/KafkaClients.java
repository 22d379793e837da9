package org.papertide.platform.settings;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Makes the settings of every Kafka client of a service. Later ones win: first the settings that
 * all clients share, then those of the caller's client, then the operator's. An operator can change
 * any setting, also to one that does not work; but metrics are not pushed to brokers.
 */
public final class KafkaClients {

    /** Half of Kafka's default: a request to a broker that died does not wait for it. */
    private static final int REQUEST_MILLIS = 15_000;

    /** A client finds a restarted broker within a second, not after Kafka's ten. */
    private static final int RECONNECT_MILLIS = 1_000;

    /**
     * What one answer of a broker may bring, beside a first record that is larger. By Kafka's
     * default it is 50 MB for each consumer, and a service has many in a small heap.
     */
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    /** The same for one partition: half of Kafka's default. */
    private static final int PARTITION_FETCH_BYTES = 512 * 1024;

    /** In front of a setting, for one of the clients inside Kafka Streams. */
    private static final Pattern STREAMS_PREFIX =
            Pattern.compile("^(((main|restore|global)\\.)?consumer|producer|admin)\\.");

    /** As Kafka Streams has it, of which the platform knows nothing else. */
    private static final String CONSUMERS = "consumer.";

    /**
     * Whether a client sends its metrics to the brokers. Ours are scraped, a broker keeps none
     * unless it has a plugin for that, and an image lacks the classes.
     */
    private static final String PUSH = CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG;

    private final String service;
    private final String bootstrapServers;
    private final Map<String, Object> operator;

    /**
     * @param service begins the name of each client
     * @param shared of the framework ({@code kafka.*}); weaker than those of {@code settings}
     */
    public KafkaClients(String service, KafkaSettings settings, Map<String, ?> shared) {
        this.service = service;
        this.bootstrapServers = settings.bootstrapServers();
        Map<String, Object> passed = new HashMap<>(shared);
        passed.remove(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        // The framework gives all consumers of a service one group, named after it. Readers of
        // several topics would then take partitions from each other, and two installations share
        // one group.
        passed.remove(CommonClientConfigs.GROUP_ID_CONFIG);
        passed.putAll(settings.client());
        passed.keySet().removeIf(name -> bare(name).equals(PUSH));
        passed.put(PUSH, false);
        this.operator = Map.copyOf(passed);
    }

    /**
     * For questions to the cluster.
     *
     * @param patience how long one question may take, retries included
     */
    public Map<String, Object> admin(String name, Duration patience) {
        Map<String, Object> settings = common();
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        return complete(name, settings, Map.of());
    }

    /** Reads what is committed, from the beginning, and commits when asked to. */
    public Map<String, Object> consumer(String name, Map<String, ?> own) {
        Map<String, Object> settings = common();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        settings.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, DetachedHeaders.class.getName());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return complete(name, settings, own);
    }

    /** Writes each record once, to all replicas in sync. */
    public Map<String, Object> producer(String name, Map<String, ?> own) {
        Map<String, Object> settings = common();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        return complete(name, settings, own);
    }

    /**
     * For Kafka Streams. An operator's setting reaches each client inside: it replaces the caller's
     * setting of that name also where that has a client's prefix.
     */
    public Map<String, Object> streams(Map<String, ?> own) {
        Map<String, Object> settings = common();
        settings.put(CONSUMERS + ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(
                CONSUMERS + ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        settings.put(
                CONSUMERS + ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
                DetachedHeaders.class.getName());
        settings.putAll(own);
        settings.replaceAll((name, value) -> operator.getOrDefault(bare(name), value));
        // A prefix in an operator's setting names one client, so it wins over the bare name.
        settings.putAll(operator);
        return settings;
    }

    private static String bare(String streamsSetting) {
        return STREAMS_PREFIX.matcher(streamsSetting).replaceFirst("");
    }

    private Map<String, Object> common() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        return settings;
    }

    private Map<String, Object> complete(
            String name, Map<String, Object> settings, Map<String, ?> own) {
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, service + "-" + name);
        settings.putAll(own);
        settings.putAll(operator);
        return settings;
    }
}
