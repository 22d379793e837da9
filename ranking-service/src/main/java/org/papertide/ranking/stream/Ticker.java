package org.papertide.ranking.stream;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.papertide.events.EventCodec;
import org.papertide.events.Tick;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.ranking.topology.RankingTopology;

/**
 * Sends a tick to every partition of the stream each second. A tick that cannot be sent is not
 * repeated: the next one carries a later time.
 */
final class Ticker implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Ticker.class);

    /** A tick that is older than this is worth nothing. */
    private static final Duration DELIVERY = Duration.ofSeconds(5);

    private final Topics topics;
    private final Clock clock;
    private final Producer<byte[], byte[]> producer;
    private final ScheduledExecutorService seconds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("ticker").factory());
    private volatile boolean failing;

    /** A ticker on this producer, which is its own from now on. */
    Ticker(Topics topics, Clock clock, Producer<byte[], byte[]> producer) {
        this.topics = topics;
        this.clock = clock;
        this.producer = producer;
    }

    static Ticker to(String bootstrapServers, Topics topics, Clock clock) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 900);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        return new Ticker(
                topics,
                clock,
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Ticks from the next whole second on. */
    void start() {
        long wait = 1000 - Math.floorMod(clock.millis(), 1000L);
        var _ = seconds.scheduleAtFixedRate(this::tick, wait, 1000, TimeUnit.MILLISECONDS);
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
                                (_, failure) -> noteOutcome(failure == null));
            }
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("A tick was not sent.", e);
            noteOutcome(false);
        }
    }

    private void noteOutcome(boolean success) {
        if (success == failing) {
            failing = !success;
            if (failing) {
                LOG.warn("No tick can be sent; rankings stand still.");
            } else {
                LOG.info("Ticks are sent again.");
            }
        }
    }

    @Override
    public void close() {
        seconds.shutdownNow();
        producer.close(Duration.ofSeconds(1));
    }
}
