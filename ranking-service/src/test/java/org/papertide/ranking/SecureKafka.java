package org.papertide.ranking;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;
import org.papertide.ranking.stream.RankingSettings;

/** A Kafka that wants a password. */
public final class SecureKafka {

    /** What its operator sets for every client. */
    public static final Map<String, String> OPERATOR =
            Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512");

    private SecureKafka() {}

    /** The clients of this service for it. */
    public static KafkaClients clients() {
        record Settings(
                String bootstrapServers,
                String topicPrefix,
                int partitions,
                short replication,
                Map<String, String> client)
                implements KafkaSettings {}
        return new KafkaClients(
                "ranking",
                new Settings("broker:9092", "papertide.", 12, (short) 3, OPERATOR),
                Map.of());
    }

    /** Settings with nothing but the defaults. */
    public static RankingSettings settings() {
        return new SmallRyeConfigBuilder()
                .withMapping(RankingSettings.class)
                .withSources(
                        new PropertiesConfigSource(
                                Map.of(
                                        "papertide.ranking.application-id", "papertide.ranking",
                                        "papertide.ranking.state-dir", "/state"),
                                "file",
                                250))
                .build()
                .getConfigMapping(RankingSettings.class);
    }
}
