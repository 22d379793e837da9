package org.papertide.ranking.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.papertide.events.Topics;
import org.papertide.testing.SecureKafka;

class ClientSettingsTest {

    @Test
    void carriesTheOperatorsSettingsToBothClientsOfTheLog() {
        assertThat(ModelRegistry.readerSettings(SecureKafka.clients("ranking")))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("isolation.level", "read_committed");
        assertThat(
                        ModelRegistry.writerSettings(
                                SecureKafka.clients("ranking"),
                                new Topics("papertide.", 12, (short) 3)))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("transactional.id", "papertide.priors");
    }
}
