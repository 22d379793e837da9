package org.papertide.ranking.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.papertide.events.EventCodec;
import org.papertide.events.Score;
import org.papertide.events.Topics;
import org.papertide.events.Window;
import org.papertide.platform.guard.ClientAddress;
import org.papertide.ranking.api.parameter.LivePosition;
import org.papertide.ranking.api.parameter.LiveStream;
import org.papertide.ranking.api.readmodel.LiveClients;
import org.papertide.ranking.api.readmodel.Readers;

/** Readings of the past, of a topic of one partition with some scores. */
@Timeout(30)
class LiveTopicsTest {

    private static final int SCORES = 10;

    private final Topics topics = new Topics("t.", 1, (short) 1);
    private final TopicPartition scores =
            new TopicPartition(topics.name(LiveStream.SCORES.topic()), 0);
    private final LiveClients clients = new LiveClients(1_000, 100);
    private final AtomicInteger polling = new AtomicInteger();
    private final AtomicInteger polls = new AtomicInteger();

    /** Each poll takes one. */
    private final Semaphore mayPoll = new Semaphore(0);

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
        consumer.updateBeginningOffsets(Map.of(scores, 0L));
        consumer.updateEndOffsets(Map.of(scores, (long) SCORES));
        consumer.schedulePollTask(() -> {
            for (int number = 0; number < SCORES; number++) {
                Score score =
                        Readers.score(
                                Readers.paper(number + 1, Readers.NOW, "cs.LG"),
                                number,
                                Readers.upvotes(),
                                Map.of(Window.DAY, true));
                consumer.addRecord(
                        new ConsumerRecord<>(
                                scores.topic(),
                                0,
                                number,
                                EventCodec.SCORE.key(score).getBytes(StandardCharsets.UTF_8),
                                EventCodec.SCORE.encode(score)));
            }
        });
        return consumer;
    }
}
