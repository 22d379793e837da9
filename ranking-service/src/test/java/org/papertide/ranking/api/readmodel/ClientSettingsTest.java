package org.papertide.ranking.api.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.papertide.events.Topics;
import org.papertide.ranking.DefaultSettings;
import org.papertide.testing.SecureKafka;

class ClientSettingsTest {

    @Test
    void carriesTheOperatorsSettingsToTheReadersStream() {
        assertThat(
                        ReadModelStream.properties(
                                DefaultSettings.ranking(),
                                new Topics("papertide.", 4, (short) 3),
                                SecureKafka.clients("ranking")))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("application.id", "papertide.ranking-readers")
                .containsEntry("consumer.isolation.level", "read_committed");
    }
}
