package org.papertide.ranking.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Tick;
import org.papertide.events.Topics;
import org.papertide.testing.SettableClock;

class TickerTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00.250Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final List<String> lines = new ArrayList<>();
    private final Logger logger = Logger.getLogger(Ticker.class.getName());
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    lines.add(record.getLevel().getName());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(
                    true,
                    new RoundRobinPartitioner(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
    private final Ticker ticker = new Ticker(new Topics("t.", 3, (short) 1), clock, producer);

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void close() {
        logger.removeHandler(handler);
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

    /** On a busy machine the first ticks of a normal start are not taken in time. */
    @Test
    void warnsOnceOnlyWhereNoTickIsTakenForLong() {
        producer.sendException = new KafkaException("away");
        for (int second = 0; second < Ticker.STANDSTILL.toSeconds(); second++) {
            ticker.tick();
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(lines).isEmpty();
        ticker.tick();
        ticker.tick();
        assertThat(lines).hasSize(1).first().asString().startsWith("WARN");
        producer.sendException = null;
        ticker.tick();
        assertThat(lines).hasSize(2).last().isEqualTo("INFO");
        producer.sendException = new KafkaException("away");
        ticker.tick();
        assertThat(lines).as("it is counted from the last tick on").hasSize(2);
    }

    @Test
    void closesItsProducer() {
        ticker.close();
        assertThat(producer.closed()).isTrue();
        ticker.tick();
        assertThat(producer.history()).isEmpty();
    }
}
