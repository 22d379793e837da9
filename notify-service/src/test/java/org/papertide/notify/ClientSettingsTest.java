package org.papertide.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.events.Topics;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.platform.settings.KafkaSettings;

class ClientSettingsTest {

    private static final Map<String, String> OPERATOR =
            Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512");

    private record Settings(
            String bootstrapServers,
            String topicPrefix,
            int partitions,
            short replication,
            Map<String, String> client)
            implements KafkaSettings {}

    private final KafkaClients clients =
            new KafkaClients(
                    "notify",
                    new Settings("broker:9092", "papertide.", 12, (short) 3, OPERATOR),
                    Map.of());

    @Test
    void carriesTheOperatorsSettingsToTheReaders() {
        Topics topics = new Topics("papertide.", 12, (short) 3);
        assertThat(StreamReaders.consumerSettings(clients, topics, "candidates"))
                .containsAllEntriesOf(OPERATOR)
                .containsEntry("group.id", "papertide.notify-candidates")
                .containsEntry("client.id", "notify-candidates")
                .containsEntry("isolation.level", "read_committed");
    }

    @Test
    void carriesTheOperatorsSettingsToTheDeadLetters() {
        assertThat(StreamReaders.deadLetterSettings(clients))
                .containsAllEntriesOf(OPERATOR)
                .containsEntry("client.id", "notify-dead-letters")
                .containsEntry("acks", "all");
    }
}
