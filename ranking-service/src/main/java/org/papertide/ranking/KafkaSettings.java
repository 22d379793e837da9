package org.papertide.ranking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.papertide.events.Topics;

/** Where Kafka is, and the shape of our topics there. */
@ConfigMapping(prefix = "papertide.kafka")
public interface KafkaSettings {

    /** Brokers to ask first: host:port, with commas between. */
    String bootstrapServers();

    /** In front of every topic's name. */
    @WithDefault("papertide.")
    String topicPrefix();

    /** Partitions of every topic; cannot be changed once the topics are there. */
    @WithDefault("12")
    int partitions();

    /** Copies of each partition. */
    @WithDefault("1")
    short replication();

    /** The topics of this installation. */
    default Topics topics() {
        return new Topics(topicPrefix(), partitions(), replication());
    }
}
