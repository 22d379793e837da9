package org.papertide.notify.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.hibernate.exception.DataException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.events.DeadLetter;
import org.papertide.events.Decoded;
import org.papertide.events.Embedding;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.Ranking;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.events.Window;
import org.papertide.notify.SampleEvents;
import org.papertide.platform.loop.Progress;
import org.papertide.testing.fuzz.MutatedEvents;

/**
 * Almost good records of each topic go through a whole reader, whose database refuses some of those
 * that can be decoded: each record is applied or is one dead letter, and none waits.
 */
class MutatedStreamTest {

    private static final Topics TOPICS = new Topics("test.", 1, (short) 1);
    private static final Instant NOW = Instant.parse("2026-05-04T06:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    static Stream<Arguments> topics() {
        var paper = SampleEvents.paper(1, "Good", SampleEvents.id(2));
        return Stream.of(
                Arguments.of(Topic.SCORES, EventCodec.SCORE, SampleEvents.score(paper, 3, 3, NOW)),
                Arguments.of(
                        Topic.RANKINGS,
                        EventCodec.RANKING,
                        new Ranking(
                                Order.TOP,
                                Window.DAY,
                                "cs.LG",
                                NOW,
                                List.of(new Ranking.Entry(1, 2, 5, List.of(), paper)))),
                Arguments.of(
                        Topic.BREAKOUTS,
                        EventCodec.BREAKOUT,
                        SampleEvents.breakout(paper, 50, NOW)),
                Arguments.of(
                        Topic.EMBEDDINGS,
                        EventCodec.EMBEDDING,
                        new Embedding(
                                paper.id(),
                                "0".repeat(32),
                                List.of(
                                        TextVector.of(
                                                new TextModel("test", "1"), new float[] {1, 0})))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("topics")
    <T> void isAppliedOrOneDeadLetter(Topic topic, EventCodec<T> codec, T good) {
        MutatedEvents mutations = new MutatedEvents(codec.encode(good));
        int count = MutatedEvents.count();
        TopicPartition partition = new TopicPartition(TOPICS.name(topic), 0);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.setMaxPollRecords(200);
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(partition));
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
            for (int seed = 0; seed < count; seed++) {
                consumer.addRecord(record(partition, seed, codec, good, mutations.mutation(seed)));
            }
            consumer.addRecord(record(partition, count, codec, good, codec.encode(good)));
        });
        Database<T> database = new Database<>(good);
        FakeDeadLetters letters = new FakeDeadLetters(consumer);
        try (StreamReader _ =
                StreamReader.start(
                        "test",
                        TOPICS,
                        Map.of(topic, RecordSink.of(codec, CLOCK, database::apply)),
                        consumer,
                        letters,
                        new Progress(Duration.ofSeconds(30)))) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> {
                        var committed = consumer.committed(Set.of(partition)).get(partition);
                        return committed != null && committed.offset() == count + 1;
                    });
            assertThat(database.applied.getLast()).isEqualTo(good);
            assertThat(database.refused.get()).isPositive();
            assertThat(letters.committed())
                    .hasSize(count + 1 - database.applied.size())
                    .extracting(MutatedStreamTest::origin)
                    .doesNotHaveDuplicates();
        }
    }

    /** Takes all of a batch or nothing, and of the events it meets each fifth never. */
    private static final class Database<T> {

        private final T good;
        private final Map<String, Boolean> refusal = new HashMap<>();

        final List<Object> applied = new CopyOnWriteArrayList<>();
        final AtomicInteger refused = new AtomicInteger();

        Database(T good) {
            this.good = good;
        }

        void apply(List<RecordSink.Change<T>> changes) {
            List<Object> taken = new ArrayList<>();
            for (RecordSink.Change<T> change : changes) {
                if (!good.equals(change.event()) && isRefused(change.json())) {
                    refused.incrementAndGet();
                    throw new DataException("out of range", new java.sql.SQLException("", "22008"));
                }
                if (change.event() != null) {
                    taken.add(change.event());
                }
            }
            applied.addAll(taken);
        }

        private boolean isRefused(String json) {
            return refusal.computeIfAbsent(json, _ -> refusal.size() % 5 == 0);
        }
    }

    private static <T> ConsumerRecord<byte[], byte[]> record(
            TopicPartition partition, long offset, EventCodec<T> codec, T good, byte[] value) {
        String key =
                codec.decode(value) instanceof Decoded.Event<T>(T event)
                        ? codec.key(event)
                        : codec.key(good);
        return new ConsumerRecord<>(
                partition.topic(), 0, offset, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private static String origin(ProducerRecord<byte[], byte[]> letter) {
        return new String(
                letter.headers().lastHeader(DeadLetter.ORIGIN).value(), StandardCharsets.UTF_8);
    }
}
