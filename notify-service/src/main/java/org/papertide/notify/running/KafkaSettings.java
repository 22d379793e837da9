package org.papertide.notify.running;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.papertide.events.Topics;

/** Where Kafka is and what our topics are like. */
@ConfigMapping(prefix = "papertide.kafka")
public interface KafkaSettings {

    /** Comma-separated {@code host:port}. */
    String bootstrapServers();

    /** In front of every topic's name. */
    @WithDefault("papertide.")
    String topicPrefix();

    /** Of every topic; the same for all services. */
    @WithDefault("12")
    int partitions();

    /** Copies of each partition. */
    @WithDefault("1")
    short replication();

    /** The topics so described. */
    default Topics topics() {
        return new Topics(topicPrefix(), partitions(), replication());
    }
}
