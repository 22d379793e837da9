package org.papertide.notify.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.papertide.events.Decoded;
import org.papertide.events.DeliveryOutcome;
import org.papertide.events.EventCodec;
import org.papertide.events.Topics;
import org.papertide.platform.loop.UnavailableException;

class KafkaOutcomesTest {

    private static final Topics TOPICS = new Topics("test.", 4, (short) 1);

    private static DeliveryOutcome outcome(int number) {
        return new DeliveryOutcome(
                "%032x".formatted(number),
                7,
                "DAILY",
                "ACCEPTED",
                null,
                null,
                "google",
                null,
                1,
                Instant.parse("2026-05-04T08:00:00Z"));
    }

    private static MockProducer<String, byte[]> producer(boolean answers) {
        return new MockProducer<>(answers, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Test
    void tellsEachUnderItsName() {
        MockProducer<String, byte[]> producer = producer(true);
        try (KafkaOutcomes outcomes = new KafkaOutcomes(() -> producer, TOPICS)) {
            outcomes.publish(List.of(outcome(1), outcome(2)));
            outcomes.publish(List.of());

            assertThat(producer.history()).hasSize(2);
            ProducerRecord<String, byte[]> first = producer.history().getFirst();
            assertThat(first.topic()).isEqualTo("test.deliveries.v1");
            assertThat(first.key()).isEqualTo(outcome(1).delivery());
            assertThat(EventCodec.DELIVERY.decode(first.value()))
                    .isEqualTo(new Decoded.Event<>(outcome(1)));
            assertThat(
                            new String(
                                    Objects.requireNonNull(first.headers().lastHeader("ce_source"))
                                            .value(),
                                    StandardCharsets.UTF_8))
                    .isEqualTo("/papertide/notify");
        }
        assertThat(producer.closed()).isTrue();
    }

    /** What is booked before Kafka has it would be lost in a crash. */
    @Test
    void failsUnlessAllAreSafe() {
        MockProducer<String, byte[]> producer =
                new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized void flush() {
                        boolean _ = completeNext();
                        boolean _ = errorNext(new TimeoutException("no answer"));
                    }
                };
        try (KafkaOutcomes outcomes = new KafkaOutcomes(() -> producer, TOPICS)) {
            List<DeliveryOutcome> two = List.of(outcome(1), outcome(2));
            assertThatThrownBy(() -> outcomes.publish(two))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("no answer");
        }
    }
}
