package org.papertide.ranking.api.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.papertide.ranking.DefaultSettings;
import org.papertide.testing.SecureKafka;

class ClientSettingsTest {

    @Test
    void carriesTheOperatorsSettingsToTheReadersStream() {
        assertThat(
                        ReadModelStream.properties(
                                DefaultSettings.ranking(),
                                (short) 3,
                                SecureKafka.clients("ranking")))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("application.id", "papertide.ranking-readers")
                .containsEntry("consumer.isolation.level", "read_committed");
    }
}
