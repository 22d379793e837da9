package org.papertide.platform.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

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
    @Min(1)
    @Max(1_000)
    int partitions();

    /** Copies of each partition. */
    @WithDefault("1")
    @Min(1)
    @Max(100)
    short replication();

    /**
     * How long records may wait, while none is applied or published, until the service is not
     * ready. Longer than a restart of a reader takes, and a batch of the slowest kind.
     */
    @WithDefault("PT30S")
    @DurationMin(seconds = 1)
    @DurationMax(days = 1)
    Duration standstill();

    /**
     * Any setting of Kafka's clients, for every client of the service, such as {@code
     * papertide.kafka.client."security.protocol"=SASL_SSL}, or {@code
     * PAPERTIDE_KAFKA_CLIENT__SECURITY_PROTOCOL_} in the environment. Clients push no metrics to
     * brokers, whatever {@code enable.metrics.push} is.
     */
    Map<String, String> client();
}
