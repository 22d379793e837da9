package org.papertide.platform.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** Where Kafka is, how to connect, and the shape of the topics there. */
@ConfigMapping(prefix = "papertide.kafka")
public interface KafkaSettings {

    /** Brokers to connect to first: {@code host:port}, separated by commas. */
    String bootstrapServers();

    /** Prefix of every topic's name. */
    @WithDefault("papertide.")
    String topicPrefix();

    /** Partitions of every topic, the same for all services; fixed once the topics exist. */
    @WithDefault("12")
    int partitions();

    /** Copies of each partition. */
    @WithDefault("1")
    short replication();

    /**
     * Any setting of Kafka's clients, for every client of the service, such as {@code
     * papertide.kafka.client."security.protocol"=SASL_SSL}, or {@code
     * PAPERTIDE_KAFKA_CLIENT__SECURITY_PROTOCOL_} in the environment.
     */
    Map<String, String> client();
}
