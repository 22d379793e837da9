package org.papertide.ingest.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.papertide.testing.SecureKafka;

class KafkaPublisherTest {

    @Test
    void connectsWithTheOperatorsSettings() {
        assertThat(KafkaPublisher.settings(SecureKafka.clients("ingest"), Duration.ofSeconds(30)))
                .containsAllEntriesOf(SecureKafka.OPERATOR)
                .containsEntry("bootstrap.servers", "broker:9092")
                .containsEntry("client.id", "ingest-outbox")
                .containsEntry("delivery.timeout.ms", 30_000)
                .containsEntry("request.timeout.ms", 10_000);
    }
}
