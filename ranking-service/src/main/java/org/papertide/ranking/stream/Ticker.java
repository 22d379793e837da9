package org.papertide.ranking.stream;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventCodec;
import org.papertide.events.Tick;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.LogOnce;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.settings.KafkaClients;
import org.papertide.ranking.topology.RankingTopology;

/**
 * Sends a tick to every partition of the stream each second. A tick that cannot be sent is not
 * repeated: the next one carries a later time.
 */
final class Ticker implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Ticker.class);

    /** A tick that is older than this is useless. */
    private static final Duration DELIVERY = Duration.ofSeconds(5);

    /** Without a tick for so long, rankings are seen to stand still. A busy start takes less. */
    static final Duration STANDSTILL = Duration.ofSeconds(20);

    private final Topics topics;
    private final Clock clock;
    private final Producer<byte[], byte[]> producer;
    private final LogOnce log = new LogOnce();

    /** When a tick was taken last, or the ticker was made. */
    private volatile Instant taken;

    private @Nullable Loop seconds;

    /** A ticker that owns this producer and closes it. */
    Ticker(Topics topics, Clock clock, Producer<byte[], byte[]> producer) {
        this.topics = topics;
        this.clock = clock;
        this.producer = producer;
        this.taken = clock.instant();
    }

    static Ticker to(KafkaClients clients, Topics topics, Clock clock) {
        return new Ticker(
                topics,
                clock,
                new KafkaProducer<>(
                        settings(clients), new ByteArraySerializer(), new ByteArraySerializer()));
    }

    static Map<String, Object> settings(KafkaClients clients) {
        return clients.producer(
                "ticker",
                Map.of(
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        900,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        3000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        (int) DELIVERY.toMillis()));
    }

    /** Sends a tick now, and then at each whole second. */
    void start() {
        seconds =
                new Loop(
                        "ticker",
                        () -> {
                            tick();
                            return Duration.ofMillis(1000 - Math.floorMod(clock.millis(), 1000L));
                        });
    }

    /** Sends a tick to each partition now. */
    void tick() {
        Tick tick = new Tick(clock.instant());
        byte[] key = EventCodec.TICK.key(tick).getBytes(StandardCharsets.UTF_8);
        byte[] value = EventCodec.TICK.encode(tick);
        try {
            for (int partition = 0; partition < topics.partitions(); partition++) {
                var _ =
                        producer.send(
                                new ProducerRecord<>(
                                        topics.name(Topic.TICKS),
                                        partition,
                                        null,
                                        key,
                                        value,
                                        EventCodec.TICK.headers(
                                                tick, RankingTopology.SOURCE, tick.at())),
                                (_, failure) -> record(failure));
            }
        } catch (KafkaException | IllegalStateException e) {
            record(e);
        }
    }

    private void record(@Nullable Exception failure) {
        Instant now = clock.instant();
        if (failure == null) {
            taken = now;
            if (log.isRecovery()) {
                LOG.info("Ticks are sent again.");
            }
        } else if (!now.isBefore(taken.plus(STANDSTILL)) && log.isNew("no tick")) {
            LOG.warnf("Ticks cannot be sent: rankings stand still. error=\"%s\"", failure);
        }
    }

    @Override
    public void close() {
        if (seconds != null) {
            seconds.interrupt();
        }
        producer.close(Duration.ofSeconds(1));
    }
}
