package org.papertide.ranking.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.papertide.events.Breakout;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Score;
import org.papertide.events.Topics;
import org.papertide.events.Window;
import org.papertide.platform.guard.ClientAddress;
import org.papertide.ranking.api.parameter.LivePosition;
import org.papertide.ranking.api.parameter.LiveStream;
import org.papertide.ranking.api.readmodel.LiveClients;
import org.papertide.ranking.api.readmodel.Readers;
import org.papertide.testing.fuzz.MutatedEvents;

/** Readings of the past, of a topic of one partition with some scores. */
@Timeout(30)
class LiveTopicsTest {

    private static final int SCORES = 10;

    private final Topics topics = new Topics("t.", 1, (short) 1);
    private final LiveClients clients = new LiveClients(1_000, 100);
    private final AtomicInteger polling = new AtomicInteger();
    private final AtomicInteger polls = new AtomicInteger();

    /** Each poll takes one. */
    private final Semaphore mayPoll = new Semaphore(0);

    /** By their offsets. */
    private final Map<LiveStream, List<byte[]>> records =
            new EnumMap<>(Map.of(LiveStream.SCORES, someScores()));

    private final LiveTopics live = new LiveTopics(_ -> consumer(), topics, new LiveLog(), clients);

    @Test
    void leavesOutWhatTheFilterDoesNotTake() throws InterruptedException {
        mayPoll.release(100);

        LiveTopics.Past past = read(filter(SCORES - 2), connection("192.0.2.1"));

        assertThat(past.events()).extracting(LiveEvent::score).containsExactly(8.0, 9.0);
        assertThat(past.complete()).isTrue();
    }

    @Test
    void oneAddressReadsOnceAtATimeAndOthersAreNotRefused() throws Exception {
        List<Thread> greedy = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            greedy.add(start(connection("192.0.2.1")));
        }
        await().until(() -> polling.get() == 1);
        for (int i = 2; i < 5; i++) {
            greedy.add(start(connection("192.0.2." + i)));
        }
        await().until(() -> polling.get() == 4);
        await().until(() -> greedy.stream().noneMatch(LiveTopicsTest::runs));
        assertThat(polling.get()).isEqualTo(4);

        Thread late = start(connection("192.0.2.9"));
        mayPoll.release(1_000);
        late.join();
        for (Thread each : greedy) {
            each.join();
        }
        assertThat(refused.get()).isZero();
    }

    @Test
    void endsTheReadingOfAClientThatHasGone() throws Exception {
        LiveClients.Connection connection = connection("192.0.2.1");
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                var _ =
                                        live.past(
                                                LivePosition.parse("s=0").orElseThrow(),
                                                LivePosition.parse("s=1000").orElseThrow(),
                                                filter(1e15),
                                                connection);
                                ended.countDown();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
        mayPoll.release(3);
        await().until(() -> polls.get() == 3);
        connection.disconnect();
        mayPoll.release(1);
        ended.await();
        thread.join();
        assertThat(polls.get()).isLessThanOrEqualTo(4);
    }

    /**
     * Almost good records of both streams: none ends the reading, and the good one behind comes.
     */
    @Test
    void readsTheGoodRecordBehindManyMutatedOnes() throws InterruptedException {
        mayPoll.release(1_000);
        Score score =
                Readers.score(
                        Readers.paper(1, Readers.NOW, "cs.LG"),
                        3,
                        Readers.upvotes(),
                        Map.of(Window.DAY, true));
        Breakout breakout =
                new Breakout(score.paper(), 50, 40, 1, score.reasons(), score.observedAt());
        records.put(LiveStream.SCORES, mutated(EventCodec.SCORE, score));
        records.put(LiveStream.BREAKOUTS, mutated(EventCodec.BREAKOUT, breakout));
        LiveFilter all = new LiveFilter(Set.of(LiveStream.values()), Set.of(), 0);
        int end = MutatedEvents.count() + 1;
        LivePosition until = LivePosition.parse("b=" + end + ";s=" + end).orElseThrow();

        List<LiveEvent> events = new ArrayList<>();
        LivePosition from = LivePosition.parse("b=0;s=0").orElseThrow();
        for (boolean complete = false; !complete; ) {
            LiveTopics.Past past = live.past(from, until, all, connection("192.0.2.1"));
            events.addAll(past.events());
            from = past.end();
            complete = past.complete();
        }

        assertThat(events).hasSizeBetween(3, 2 * end - 1);
        assertThat(events)
                .filteredOn(event -> event.offset() == end - 1)
                .extracting(LiveEvent::json)
                .containsExactlyInAnyOrder(
                        json(EventCodec.SCORE, score), json(EventCodec.BREAKOUT, breakout));
        for (LiveEvent event : events) {
            EventCodec<?> codec =
                    event.stream() == LiveStream.SCORES ? EventCodec.SCORE : EventCodec.BREAKOUT;
            assertThat(codec.decode(event.json().getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Decoded.Event.class);
        }
    }

    private static <T> List<byte[]> mutated(EventCodec<T> codec, T good) {
        byte[] value = codec.encode(good);
        MutatedEvents mutations = new MutatedEvents(value);
        return Stream.concat(
                        IntStream.range(0, MutatedEvents.count()).mapToObj(mutations::mutation),
                        Stream.of(value))
                .toList();
    }

    private static <T> String json(EventCodec<T> codec, T event) {
        return new String(codec.encode(event), StandardCharsets.UTF_8);
    }

    private final AtomicInteger refused = new AtomicInteger();

    private Thread start(LiveClients.Connection connection) {
        return Thread.ofPlatform()
                .start(() -> {
                    try {
                        var _ = read(filter(1e15), connection);
                    } catch (RuntimeException e) {
                        refused.incrementAndGet();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static boolean runs(Thread thread) {
        return thread.getState() == Thread.State.RUNNABLE;
    }

    private LiveTopics.Past read(LiveFilter filter, LiveClients.Connection connection)
            throws InterruptedException {
        return live.past(
                LivePosition.parse("s=0").orElseThrow(),
                LivePosition.parse("s=" + SCORES).orElseThrow(),
                filter,
                connection);
    }

    private static LiveFilter filter(double minimumScore) {
        return new LiveFilter(Set.of(LiveStream.SCORES), Set.of(), minimumScore);
    }

    private LiveClients.Connection connection(String address) {
        return clients.admit("events", new ClientAddress(address));
    }

    private static List<byte[]> someScores() {
        return IntStream.range(0, SCORES)
                .mapToObj(number ->
                        EventCodec.SCORE.encode(
                                Readers.score(
                                        Readers.paper(number + 1, Readers.NOW, "cs.LG"),
                                        number,
                                        Readers.upvotes(),
                                        Map.of(Window.DAY, true))))
                .toList();
    }

    /** A consumer whose polls wait for the test. */
    private Consumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer =
                new MockConsumer<>("earliest") {
                    @Override
                    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                        polling.incrementAndGet();
                        mayPoll.acquireUninterruptibly();
                        polling.decrementAndGet();
                        polls.incrementAndGet();
                        return super.poll(timeout);
                    }
                };
        records.forEach((stream, values) -> {
            TopicPartition part = new TopicPartition(topics.name(stream.topic()), 0);
            consumer.updateBeginningOffsets(Map.of(part, 0L));
            consumer.updateEndOffsets(Map.of(part, (long) values.size()));
        });
        consumer.schedulePollTask(() ->
                records.forEach((stream, values) -> {
                    TopicPartition part = new TopicPartition(topics.name(stream.topic()), 0);
                    for (long offset = 0; offset < values.size(); offset++) {
                        if (consumer.assignment().contains(part)
                                && offset >= consumer.position(part)) {
                            consumer.addRecord(
                                    new ConsumerRecord<>(
                                            part.topic(),
                                            0,
                                            offset,
                                            new byte[] {'k'},
                                            values.get((int) offset)));
                        }
                    }
                }));
        return consumer;
    }
}
