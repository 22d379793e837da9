package org.papertide.notify.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.papertide.events.Topics;
import org.papertide.notify.account.KafkaOutcomes;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.testing.SecureKafka;

class ClientSettingsTest {

    private final KafkaClients clients = SecureKafka.clients("notify");

    @Test
    void carriesTheOperatorsSettingsToTheReaders() {
        Topics topics = new Topics("papertide.", 12, (short) 3);
        assertThat(StreamReaders.consumerSettings(clients, topics, "candidates"))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("group.id", "papertide.notify-candidates")
                .containsEntry("client.id", "notify-candidates")
                .containsEntry("isolation.level", "read_committed");
    }

    @Test
    void carriesTheOperatorsSettingsToTheDeadLetters() {
        Topics topics = new Topics("papertide.", 12, (short) 3);
        UUID process = new UUID(0, 7);
        assertThat(StreamReaders.deadLetterSettings(clients, topics, "breakouts", process))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("client.id", "notify-breakouts-dead-letters")
                .containsEntry("transactional.id", "papertide.notify-breakouts-" + process)
                .containsEntry("acks", "all");
    }

    @Test
    void carriesTheOperatorsSettingsToTheOutcomes() {
        assertThat(KafkaOutcomes.settings(clients))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("client.id", "notify-outcomes")
                .containsEntry("enable.idempotence", true);
    }
}
