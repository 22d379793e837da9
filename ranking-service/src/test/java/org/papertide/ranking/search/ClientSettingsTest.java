package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.papertide.testing.SecureKafka;

class ClientSettingsTest {

    @Test
    void carriesTheOperatorsSettingsAndSharesNoGroup() {
        assertThat(SearchBeans.consumer(SecureKafka.clients("ranking")))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("isolation.level", "read_committed")
                .doesNotContainKey("group.id");
    }
}
