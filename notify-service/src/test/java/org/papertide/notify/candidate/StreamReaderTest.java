package org.papertide.notify.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.DeadLetter;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.database.DatabaseUnavailableException;
import org.papertide.platform.loop.Backoff;
import org.papertide.platform.loop.Progress;

class StreamReaderTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Topics TOPICS = new Topics("test.", 2, (short) 1);

    private final TopicPartition partition = new TopicPartition(TOPICS.name(Topic.SCORES), 0);
    private volatile int commitFailures;
    private volatile int generation = 1;
    private final MockConsumer<byte[], byte[]> consumer =
            new MockConsumer<>("earliest") {
                @Override
                public synchronized void commitSync() {
                    if (commitFailures > 0) {
                        commitFailures--;
                        sendAgain("a", "b");
                        throw new TimeoutException("no answer");
                    }
                    super.commitSync();
                }

                // Kafka has no other way to make one.
                @Override
                @SuppressWarnings("removal")
                public synchronized ConsumerGroupMetadata groupMetadata() {
                    return new ConsumerGroupMetadata("group", generation, "me", Optional.empty());
                }
            };
    private final FakeDeadLetters deadLetters = new FakeDeadLetters(consumer);
    private final List<String> applied = new CopyOnWriteArrayList<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile @Nullable RuntimeException failure;
    private volatile Runnable beforeFailing = () -> {};
    private @Nullable StreamReader reader;

    /**
     * Applies values as they are, unless it fails; a value that begins with ! is unreadable, one
     * that begins with ? cannot be applied, nor what comes with it.
     */
    private RecordSink.Batch decode(List<ConsumerRecord<byte[], byte[]>> records) {
        List<RecordSink.Unreadable> unreadable = new ArrayList<>();
        List<String> read = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String value = new String(record.value(), StandardCharsets.UTF_8);
            if (value.startsWith("!")) {
                unreadable.add(new RecordSink.Unreadable(record, "begins with !"));
            } else {
                read.add(value);
            }
        }
        return new RecordSink.Batch(
                unreadable,
                () -> {
                    attempts.incrementAndGet();
                    RuntimeException fails = failure;
                    if (fails != null) {
                        beforeFailing.run();
                        throw fails;
                    }
                    if (read.stream().anyMatch(value -> value.startsWith("?"))) {
                        throw new DateTimeException("begins with ?");
                    }
                    applied.addAll(read);
                });
    }

    @BeforeEach
    void begin() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(partition));
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
            send(0, "a");
            send(1, "b");
        });
    }

    @AfterEach
    void end() {
        if (reader != null) {
            reader.close();
        }
    }

    private void send(long offset, String value) {
        consumer.addRecord(
                new ConsumerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        offset,
                        "key".getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same records from the beginning, at the next poll. */
    private void sendAgain(String... values) {
        consumer.schedulePollTask(() -> {
            for (int offset = 0; offset < values.length; offset++) {
                send(offset, values[offset]);
            }
        });
    }

    private void start() {
        start(new Progress(PATIENCE));
    }

    private void start(Progress progress) {
        reader =
                StreamReader.start(
                        "test",
                        TOPICS,
                        Map.of(Topic.SCORES, this::decode),
                        consumer,
                        deadLetters,
                        progress,
                        Backoff.constant(Duration.ofMillis(5)));
    }

    private static String header(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private long committed() {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                new HashMap<>(consumer.committed(java.util.Set.of(partition)));
        OffsetAndMetadata offset = offsets.get(partition);
        return offset == null ? -1 : offset.offset();
    }

    @Test
    void commitsWhatItApplied() {
        start();
        await().atMost(LONG).until(() -> committed() == 2);
        assertThat(applied).containsExactly("a", "b");
    }

    @Test
    void readsWhenItIsInItsGroupAndNothingIsRefused() {
        generation = -1;
        start();
        StreamReader started = Objects.requireNonNull(reader);
        await().atMost(LONG).until(() -> committed() == 2);
        assertThat(started.reads()).isFalse();
        generation = 1;
        await().atMost(LONG).until(started::reads);
        generation = -1;
        consumer.setPollException(new GroupAuthorizationException("group"));
        await().atMost(LONG).until(() -> !started.reads());
        generation = 2;
        await().atMost(LONG).until(started::reads);
    }

    /** A service that ends has a minute for all that it runs. */
    @Test
    void severalEndSideBySide() throws InterruptedException {
        CountDownLatch inBatch = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        failure = new DatabaseUnavailableException(new SQLException("hangs"));
        beforeFailing =
                () -> {
                    inBatch.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException _) {
                        interrupted.set(true);
                    }
                };
        start();
        StreamReader busy = Objects.requireNonNull(reader);
        MockConsumer<byte[], byte[]> other = new MockConsumer<>("earliest");
        StreamReader idle =
                StreamReader.start(
                        "idle",
                        TOPICS,
                        Map.of(Topic.BREAKOUTS, this::decode),
                        other,
                        deadLetters,
                        new Progress(PATIENCE));
        inBatch.await();

        Thread closer = Thread.ofVirtual().start(() -> StreamReader.closeAll(List.of(busy, idle)));
        await().atMost(LONG).until(other::closed);
        assertThat(interrupted).as("the other is still waited for").isFalse();
        goOn.countDown();
        closer.join();
        assertThat(interrupted).isFalse();
    }

    @Test
    void goesBackToTheBeginningOfABatchThatTheDatabaseDidNotTake() {
        failure = new DatabaseUnavailableException(new SQLException("gone"));
        start();
        await().atMost(LONG).until(() -> attempts.get() >= 1);
        assertThat(committed()).isEqualTo(-1);
        consumer.schedulePollTask(() -> {
            assertThat(consumer.position(partition)).isZero();
            failure = null;
            send(0, "a");
            send(1, "b");
        });
        await().atMost(LONG).until(() -> committed() == 2);
        assertThat(applied).containsExactly("a", "b");
    }

    @Test
    void putsAsideWhatFailsAloneAndAppliesItsNeighbours() {
        consumer.schedulePollTask(() -> {
            send(2, "?c");
            send(3, "d");
        });
        start();
        await().atMost(LONG).until(() -> committed() == 4);
        assertThat(applied).containsExactly("a", "b", "d");
        assertThat(deadLetters.committed())
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.topic()).isEqualTo(TOPICS.name(Topic.SCORES_DLQ));
                    assertThat(record.value()).asString().isEqualTo("?c");
                    assertThat(header(record, DeadLetter.REASON))
                            .isEqualTo("not applied: begins with ?");
                    assertThat(header(record, DeadLetter.EXCEPTION))
                            .isEqualTo("java.time.DateTimeException");
                    assertThat(header(record, DeadLetter.ORIGIN)).isEqualTo("test.scores.v1-0@2");
                });
    }

    @Test
    void repeatsABatchWhoseCommitFailed() {
        commitFailures = 20;
        start();
        await().atMost(LONG).until(() -> committed() == 2);
        assertThat(commitFailures).isZero();
        assertThat(deadLetters.connected).hasValue(0);
    }

    /** Whether it is done or not, when nobody hears of it. */
    @Test
    void sendsADeadLetterOnceHoweverUncertainItsTransactionIs() {
        deadLetters.answers.addAll(
                List.of(
                        FakeDeadLetters.Answer.LOST,
                        FakeDeadLetters.Answer.LOST,
                        FakeDeadLetters.Answer.COMMITTED_UNHEARD));
        deadLetters.whenUncertain = () -> sendAgain("a", "b", "!c", "?d");
        consumer.schedulePollTask(() -> {
            send(2, "!c");
            send(3, "?d");
        });
        start();
        await().atMost(LONG).until(() -> committed() == 4);
        await().atMost(LONG).until(() -> consumer.position(partition) == 4);
        consumer.schedulePollTask(() -> send(4, "e"));
        await().atMost(LONG).until(() -> committed() == 5);
        assertThat(deadLetters.answers).isEmpty();
        assertThat(deadLetters.values()).containsExactlyInAnyOrder("!c", "?d");
    }

    @Test
    void leavesOutTheValueThatTheOperatorsTopicDoesNotTake() {
        deadLetters.refusals.add(new RecordTooLargeException("the topic takes less"));
        consumer.schedulePollTask(() -> send(2, "!c"));
        start();
        await().atMost(LONG).until(() -> committed() == 3);
        assertThat(deadLetters.committed())
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.value()).isNull();
                    assertThat(header(record, DeadLetter.ORIGIN)).isEqualTo("test.scores.v1-0@2");
                });
    }

    @Test
    void sendsNoDeadLetterWhileTheDatabaseIsAway() {
        failure = new DatabaseUnavailableException(new SQLException("gone"));
        beforeFailing = () -> sendAgain("a", "!b", "?c");
        start();
        await().atMost(LONG).until(() -> attempts.get() >= 10);
        assertThat(deadLetters.committed()).isEmpty();
        failure = null;
        await().atMost(LONG).until(() -> committed() == 3);
        assertThat(deadLetters.committed()).hasSize(2);
    }

    @Test
    void cutsWhatNoTopicTakes() {
        consumer.schedulePollTask(() -> send(2, "!" + "x".repeat(6_000_000)));
        start();
        await().atMost(LONG).until(() -> committed() == 3);
        assertThat(deadLetters.committed())
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.value()).hasSize(DeadLetter.MAX_VALUE);
                    assertThat(header(record, DeadLetter.SIZE)).isEqualTo("6000001");
                });
    }

    @Test
    void standsStillWhileNothingCanBeApplied() {
        AtomicLong nanos = new AtomicLong();
        Progress progress = new Progress(PATIENCE, nanos::get);
        failure = new DatabaseUnavailableException(new SQLException("gone"));
        beforeFailing = () -> sendAgain("a", "b");
        start(progress);
        await().atMost(LONG).until(() -> attempts.get() >= 2);
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(progress.findStandstill())
                .hasValueSatisfying(each -> {
                    assertThat(each.worker()).isEqualTo("test");
                    assertThat(each.left()).isEqualTo(2);
                });
        failure = null;
        await().atMost(LONG).until(() -> committed() == 2);
        await().atMost(LONG).until(() -> progress.findStandstill().isEmpty());
    }

    @Test
    void leavesAPartitionAloneThatItLostMeanwhile() {
        TopicPartition other = new TopicPartition(TOPICS.name(Topic.SCORES), 1);
        beforeFailing =
                () -> {
                    failure = null;
                    consumer.rebalance(List.of(other));
                    consumer.updateBeginningOffsets(Map.of(other, 0L));
                    consumer.addRecord(
                            new ConsumerRecord<>(
                                    other.topic(),
                                    1,
                                    0,
                                    new byte[0],
                                    "c".getBytes(StandardCharsets.UTF_8)));
                };
        failure = new DatabaseUnavailableException(new SQLException("gone"));
        start();
        await().atMost(LONG).until(() -> applied.equals(List.of("c")));
        assertThat(consumer.assignment()).containsExactly(other);
    }

    @Test
    void putsTheUnreadableAsideAndAppliesTheRest() {
        consumer.schedulePollTask(() -> send(2, "!c"));
        start();
        await().atMost(LONG).until(() -> committed() == 3);
        assertThat(applied).containsExactly("a", "b");
        assertThat(deadLetters.committed())
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.topic()).isEqualTo(TOPICS.name(Topic.SCORES_DLQ));
                    assertThat(new String(record.value(), StandardCharsets.UTF_8)).isEqualTo("!c");
                });
    }

    @Test
    void commitsNothingWhileADeadLetterCannotBeSent() {
        deadLetters.refusals.add(new TimeoutException("no broker"));
        consumer.schedulePollTask(() -> send(2, "!c"));
        start();
        await().atMost(LONG).until(() -> deadLetters.connected.get() == 2);
        await().atMost(LONG).until(() -> consumer.position(partition) == 2);
        assertThat(committed()).isEqualTo(2);
        assertThat(deadLetters.committed()).isEmpty();
    }
}
