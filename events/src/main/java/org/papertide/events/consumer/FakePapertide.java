package org.papertide.events.consumer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Breakout;
import org.papertide.events.DeliveryOutcome;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PastRankings;
import org.papertide.events.Ranking;
import org.papertide.events.Score;
import org.papertide.events.Signal;
import org.papertide.events.Topic;

/**
 * Papertide's streams for the tests of a consumer, without a broker and without waiting: what is
 * sent here, {@link #deliver} gives to a consumer, with all that the real one does: partitions,
 * attempts, pauses and commits. Pauses take no time.
 *
 * <pre>{@code
 * FakePapertide papertide = new FakePapertide();
 * papertide.send(breakout);
 * papertide.sendBytes(Topic.BREAKOUTS, "arxiv:2605.01234", "no JSON".getBytes(UTF_8));
 * FakePapertide.Outcome outcome = papertide.deliver(MyConsumer.wiring("unused:9092"));
 * assertThat(outcome.handled()).isEqualTo(1);
 * assertThat(outcome.givenUp()).hasSize(1);
 * }</pre>
 *
 * <p>For one thread.
 */
public final class FakePapertide {

    /** Partitions of each topic, as on the local stack. */
    public static final int PARTITIONS = 4;

    private static final String SOURCE = "/papertide/fake";
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Map<Topic, List<Sent>> sent = new HashMap<>();

    /**
     * What became of the records.
     *
     * @param handled how many events a handler returned from
     * @param givenUp what became dead letters, in order
     * @param waiting how many records were still waiting after an hour, as something stayed away
     * @param uncommitted how many of the handled records come again after a restart
     */
    public record Outcome(long handled, List<GivenUp> givenUp, long waiting, long uncommitted) {

        public Outcome {
            givenUp = List.copyOf(givenUp);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way to a topic.
    private record Sent(String key, byte @Nullable [] value, Headers headers) {}

    /** Sends a paper to {@code papers.v1}. */
    public void send(Paper paper) {
        send(Topic.PAPERS, EventCodec.PAPER, paper);
    }

    /** Sends a signal to {@code signals.v1}. */
    public void send(Signal signal) {
        send(Topic.SIGNALS, EventCodec.SIGNAL, signal);
    }

    /** Sends a score to {@code scores.v1}. */
    public void send(Score score) {
        send(Topic.SCORES, EventCodec.SCORE, score);
    }

    /** Sends a ranking to {@code rankings.v1}. */
    public void send(Ranking ranking) {
        send(Topic.RANKINGS, EventCodec.RANKING, ranking);
    }

    /** Sends past rankings to {@code past-rankings.v1}. */
    public void send(PastRankings past) {
        send(Topic.PAST_RANKINGS, EventCodec.PAST_RANKINGS, past);
    }

    /** Sends what a paper's text means to {@code embeddings.v1}. */
    public void send(Embedding embedding) {
        send(Topic.EMBEDDINGS, EventCodec.EMBEDDING, embedding);
    }

    /** Sends a breakout to {@code breakouts.v1}. */
    public void send(Breakout breakout) {
        send(Topic.BREAKOUTS, EventCodec.BREAKOUT, breakout);
    }

    /** Sends what became of a mail to {@code deliveries.v1}. */
    public void send(DeliveryOutcome outcome) {
        send(Topic.DELIVERIES, EventCodec.DELIVERY, outcome);
    }

    /** Sends an event of any kind, with its key and headers. */
    public <T> void send(Topic topic, EventCodec<T> codec, T event) {
        append(
                topic,
                new Sent(
                        codec.key(event),
                        codec.encode(event),
                        codec.headers(event, SOURCE, Instant.EPOCH)));
    }

    /** Sends a tombstone: the key has gone. */
    public void remove(Topic topic, String key) {
        append(topic, new Sent(key, null, new RecordHeaders()));
    }

    /** Sends what nobody may ever have meant to send. */
    public void sendBytes(Topic topic, String key, byte[] value) {
        sendBytes(topic, key, value, new RecordHeaders());
    }

    void sendBytes(Topic topic, String key, byte[] value, Headers headers) {
        append(topic, new Sent(key, value.clone(), headers));
    }

    /**
     * Gives everything that was sent to a consumer, and returns when each record is handled or
     * given up, or when an hour of pauses has passed. The next call begins anew, as after a restart
     * that had committed nothing.
     */
    public Outcome deliver(PapertideConsumer.Builder builder) {
        List<GivenUp> lost = new ArrayList<>();
        GivenUp.Handler own = builder.deadLetters();
        builder.onDeadLetter(one -> {
            own.handle(one);
            lost.add(one);
        });
        Broker broker = new Broker(builder);
        try {
            PapertideConsumer consumer = builder.build(_ -> broker, () -> broker.nanos);
            broker.consumer = consumer;
            consumer.run();
            return new Outcome(consumer.handled(), lost, broker.waiting(), broker.uncommitted());
        } finally {
            builder.onDeadLetter(own);
        }
    }

    private void append(Topic topic, Sent one) {
        sent.computeIfAbsent(topic, _ -> new ArrayList<>()).add(one);
    }

    /** One consumer's view of the topics, and its time, which passes only while it waits. */
    private final class Broker extends MockConsumer<byte[], byte[]> {

        private static final int BATCH = 500;

        private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log =
                new HashMap<>();
        private final Map<TopicPartition, Long> committed = new HashMap<>();
        private final Map<TopicPartition, Long> positions = new HashMap<>();
        private @Nullable PapertideConsumer consumer;
        private boolean assigned;
        private long nanos;

        Broker(PapertideConsumer.Builder builder) {
            super("earliest");
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (Topic topic : builder.topics()) {
                String name = builder.prefix() + topic.baseName();
                Node node = new Node(0, "fake", 9092);
                updatePartitions(
                        name,
                        IntStream.range(0, PARTITIONS)
                                .mapToObj(partition ->
                                        new PartitionInfo(
                                                name,
                                                partition,
                                                node,
                                                new Node[] {node},
                                                new Node[] {node}))
                                .toList());
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    log.put(new TopicPartition(name, partition), new ArrayList<>());
                }
                for (Sent one : sent.getOrDefault(topic, List.of())) {
                    add(name, one);
                }
            }
            log.forEach((partition, records) -> ends.put(partition, (long) records.size()));
            Map<TopicPartition, Long> beginnings = new HashMap<>(ends);
            beginnings.replaceAll((_, _) -> 0L);
            updateBeginningOffsets(beginnings);
            updateEndOffsets(ends);
        }

        private void add(String topic, Sent one) {
            byte[] key = one.key().getBytes(StandardCharsets.UTF_8);
            int partition = Utils.toPositive(Utils.murmur2(key)) % PARTITIONS;
            List<ConsumerRecord<byte[], byte[]>> records =
                    log.computeIfAbsent(
                            new TopicPartition(topic, partition), _ -> new ArrayList<>());
            byte[] value = one.value();
            records.add(
                    new ConsumerRecord<>(
                            topic,
                            partition,
                            records.size(),
                            0,
                            TimestampType.CREATE_TIME,
                            key.length,
                            value == null ? -1 : value.length,
                            key,
                            value,
                            one.headers(),
                            Optional.empty()));
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (!assigned) {
                assigned = true;
                if (!subscription().isEmpty()) {
                    rebalance(log.keySet());
                }
            }
            super.poll(Duration.ZERO);
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> batch = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
            int left = BATCH;
            for (TopicPartition partition : assignment()) {
                List<ConsumerRecord<byte[], byte[]>> all = log.getOrDefault(partition, List.of());
                int from = (int) position(partition);
                int to = Math.min(all.size(), from + left);
                if (paused().contains(partition) || from == to) {
                    continue;
                }
                batch.put(partition, List.copyOf(all.subList(from, to)));
                next.put(partition, new OffsetAndMetadata(to));
                seek(partition, to);
                left -= to - from;
            }
            if (batch.isEmpty()) {
                nanos += timeout.toNanos();
                boolean over = paused().isEmpty() || nanos > PATIENCE.toNanos();
                if (over && consumer != null) {
                    consumer.close();
                }
            }
            return new ConsumerRecords<>(batch, next);
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            super.commitSync(offsets);
            offsets.forEach((partition, offset) -> committed.put(partition, offset.offset()));
        }

        @Override
        public void close(CloseOptions options) {
            remember();
            super.close(options);
        }

        private void remember() {
            assignment().forEach(partition -> positions.put(partition, position(partition)));
        }

        private long waiting() {
            return log.entrySet().stream()
                    .mapToLong(
                            one -> one.getValue().size() - positions.getOrDefault(one.getKey(), 0L))
                    .sum();
        }

        private long uncommitted() {
            return positions.entrySet().stream()
                    .mapToLong(one -> one.getValue() - committed.getOrDefault(one.getKey(), 0L))
                    .sum();
        }
    }
}
