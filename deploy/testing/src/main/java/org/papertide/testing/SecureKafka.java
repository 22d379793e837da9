package org.papertide.testing;

import java.time.Duration;
import java.util.Map;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;

/** A Kafka that wants a password: tests see that each client is made with what the operator set. */
public final class SecureKafka {

    /** What its operator sets for every client. */
    public static final Map<String, String> OPERATOR =
            Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512");

    private record Settings(
            String bootstrapServers,
            String topicPrefix,
            int partitions,
            short replication,
            Duration standstill,
            Map<String, String> client)
            implements KafkaSettings {}

    private SecureKafka() {}

    /** The clients of a service for it, such as of {@code ingest}; it is at {@code broker:9092}. */
    public static KafkaClients clients(String service) {
        return new KafkaClients(service, settings(), Map.of());
    }

    /** The settings of a service for it. */
    public static KafkaSettings settings() {
        return new Settings(
                "broker:9092", "papertide.", 12, (short) 3, Duration.ofSeconds(30), OPERATOR);
    }
}
