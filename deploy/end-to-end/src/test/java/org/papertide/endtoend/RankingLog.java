package org.papertide.endtoend;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.events.Tick;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.testing.SamplePaper;

/** Writes the input of ranking to several installations, with equal records, order and times. */
final class RankingLog implements AutoCloseable {

    static final List<String> CATEGORIES = List.of("cs.LG", "math.CO", "physics.ao-ph");

    private static final String SOURCE = "/papertide/end-to-end";

    private final Producer<byte[], byte[]> producer;
    private final List<Topics> installations;
    private final Instant now;
    private int ticks;

    /**
     * @param now when everything is written, and the time of the first tick
     */
    RankingLog(String bootstrapServers, Instant now, Topics... installations) {
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        this.now = now;
        this.installations = List.of(installations);
    }

    /** Writes papers of the last twenty hours, and four signals of each. */
    void write(int papers) {
        for (int n = 1; n <= papers; n++) {
            Paper paper = paper(n);
            send(Topic.PAPERS, EventCodec.PAPER, paper, now);
        }
        for (int round = 1; round <= 4; round++) {
            for (int n = 1; n <= papers; n++) {
                Duration age = Duration.between(listed(n), now);
                Signal signal =
                        SamplePaper.upvotes(
                                id(n),
                                // No two papers grow alike, and none in the order of its number.
                                (long) round * (n * 37 % papers) / 4 + 1,
                                listed(n).plus(age.multipliedBy(round).dividedBy(5)));
                send(Topic.SIGNALS, EventCodec.SIGNAL, signal, now);
            }
        }
        producer.flush();
    }

    /** Writes a last signal of a paper, far above all others. */
    void surge(int n) {
        send(Topic.SIGNALS, EventCodec.SIGNAL, SamplePaper.upvotes(id(n), 900, now), now);
        producer.flush();
    }

    /** Writes a tick to every partition, each a second after the last. */
    void tick() {
        Tick tick = new Tick(now.plusSeconds(ticks++));
        for (Topics topics : installations) {
            for (int partition = 0; partition < topics.partitions(); partition++) {
                var _ =
                        producer.send(
                                record(topics, Topic.TICKS, partition, EventCodec.TICK, tick, now));
            }
        }
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }

    private <T> void send(Topic topic, EventCodec<T> codec, T event, Instant at) {
        for (Topics topics : installations) {
            var _ = producer.send(record(topics, topic, null, codec, event, at));
        }
    }

    private static <T> ProducerRecord<byte[], byte[]> record(
            Topics topics,
            Topic topic,
            @Nullable Integer partition,
            EventCodec<T> codec,
            T event,
            Instant at) {
        return new ProducerRecord<>(
                topics.name(topic),
                partition,
                at.toEpochMilli(),
                codec.key(event).getBytes(StandardCharsets.UTF_8),
                codec.encode(event),
                codec.headers(event, SOURCE, at));
    }

    private Paper paper(int n) {
        String category = CATEGORIES.get(n % CATEGORIES.size());
        return SamplePaper.of(id(n), listed(n))
                .title("Paper " + n + " of Several Harbours")
                .categories(category)
                .build();
    }

    private Instant listed(int n) {
        return now.minus(Duration.ofMinutes(300 + 5L * (n % 180)));
    }

    private static PaperId id(int n) {
        return SamplePaper.id("2609", n);
    }
}
