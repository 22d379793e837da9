package org.papertide.ranking.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Tick;
import org.papertide.events.Topics;

class TickerTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00.250Z");

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(
                    true,
                    new RoundRobinPartitioner(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
    private final Ticker ticker =
            new Ticker(new Topics("t.", 3, (short) 1), Clock.fixed(NOW, ZoneOffset.UTC), producer);

    @AfterEach
    void close() {
        ticker.close();
    }

    @Test
    void sendsTheTimeToEachPartition() {
        ticker.tick();
        List<ProducerRecord<byte[], byte[]>> sent = producer.history();
        assertThat(sent).extracting(ProducerRecord::partition).containsExactly(0, 1, 2);
        assertThat(sent)
                .allSatisfy(tick -> {
                    assertThat(tick.topic()).isEqualTo("t.ticks.v1");
                    assertThat(EventCodec.TICK.decode(tick.value()))
                            .isEqualTo(new Decoded.Event<>(new Tick(NOW)));
                });
    }

    @Test
    void goesOnAfterATickThatCouldNotBeSent() {
        producer.sendException = new KafkaException("away");
        ticker.tick();
        producer.sendException = null;
        ticker.tick();
        assertThat(producer.history()).hasSize(3);
    }

    @Test
    void closesItsProducer() {
        ticker.close();
        assertThat(producer.closed()).isTrue();
        ticker.tick();
        assertThat(producer.history()).isEmpty();
    }
}
