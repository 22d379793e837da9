package org.papertide.ingest.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;

class KafkaPublisherTest {

    private record Settings(
            String bootstrapServers,
            String topicPrefix,
            int partitions,
            short replication,
            Map<String, String> client)
            implements KafkaSettings {}

    @Test
    void connectsWithTheOperatorsSettings() {
        Map<String, String> secure =
                Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512");
        KafkaClients clients =
                new KafkaClients(
                        "ingest",
                        new Settings("broker:9092", "papertide.", 12, (short) 3, secure),
                        Map.of());
        assertThat(KafkaPublisher.settings(clients, Duration.ofSeconds(30)))
                .containsAllEntriesOf(secure)
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("client.id", "ingest-outbox")
                .containsEntry("delivery.timeout.ms", 30_000)
                .containsEntry("request.timeout.ms", 10_000);
    }
}
