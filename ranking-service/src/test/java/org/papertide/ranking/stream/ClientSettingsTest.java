package org.papertide.ranking.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.papertide.events.Topics;
import org.papertide.ranking.DefaultSettings;
import org.papertide.testing.SecureKafka;

class ClientSettingsTest {

    private static final Topics TOPICS = new Topics("papertide.", 4, (short) 3);

    @Test
    void carriesTheOperatorsSettingsToEveryClientOfTheStream() {
        Properties stream =
                StreamSettings.of(
                        DefaultSettings.ranking(),
                        SecureKafka.clients("ranking"),
                        TOPICS,
                        "a",
                        Map.of());
        assertThat(stream)
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("bootstrap.servers", "broker:9092");
        StreamsConfig streams = new StreamsConfig(stream);
        assertThat(streams.getMainConsumerConfigs("group", "id", 0))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("session.timeout.ms", 10_000);
        assertThat(streams.getRestoreConsumerConfigs("id"))
                .containsAllEntriesOf(SecureKafka.OPERATOR);
        assertThat(streams.getProducerConfigs("id")).containsAllEntriesOf(SecureKafka.OPERATOR);
        assertThat(streams.getAdminConfigs("id")).containsAllEntriesOf(SecureKafka.OPERATOR);
    }

    @Test
    void letsTheCallerReplaceCommonSettings() {
        assertThat(
                        StreamSettings.of(
                                DefaultSettings.ranking(),
                                SecureKafka.clients("ranking"),
                                TOPICS,
                                "readers",
                                Map.of(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 30_000L)))
                .containsEntry("commit.interval.ms", 30_000L);
    }

    @Test
    void carriesTheOperatorsSettingsToTheTicker() {
        assertThat(Ticker.settings(SecureKafka.clients("ranking")))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("client.id", "ranking-ticker")
                .containsEntry("acks", "all")
                .containsEntry("delivery.timeout.ms", 5_000);
    }
}
