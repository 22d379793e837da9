package org.papertide.platform.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Backoff SOON = Backoff.constant(Duration.ofMillis(1));

    private final AtomicInteger turns = new AtomicInteger();
    private final Logger logger = Logger.getLogger(Loop.class.getName());
    private final Lines lines = new Lines();

    @BeforeEach
    void listen() {
        logger.addHandler(lines);
    }

    @AfterEach
    void leave() {
        logger.removeHandler(lines);
    }

    @Test
    void takesTurnsAtOnceWhileThereIsWork() {
        try (Loop _ = new Loop("work", () -> turns.incrementAndGet() < 5 ? Duration.ZERO : LONG)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> turns.get() == 5);
        }
        assertThat(turns).hasValue(5);
    }

    @Test
    void endsItsPauseWhenWoken() {
        try (Loop loop = new Loop("work", this::rest)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> turns.get() == 1);
            loop.wake();
            await().atMost(Duration.ofMinutes(1)).until(() -> turns.get() == 2);
        }
    }

    /** So what a turn wakes is there before the first turn. */
    @Test
    void beginsWhenItIsStarted() {
        try (Loop loop = Loop.unstarted("work", this::rest)) {
            loop.wake();
            assertThat(turns).hasValue(0);
            loop.start();
            await().atMost(Duration.ofMinutes(1)).until(() -> turns.get() == 2);
        }
    }

    @Test
    void closesOneThatNeverBegan() {
        Loop.unstarted("work", this::rest).close();
        assertThat(turns).hasValue(0);
    }

    @Test
    void endsAfterItsLastTurn() {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        Loop.Turn turn =
                () -> {
                    turns.incrementAndGet();
                    thread.complete(Thread.currentThread());
                    return Loop.LAST;
                };
        try (Loop loop = new Loop("work", turn)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> !thread.join().isAlive());
            loop.wake();
        }
        assertThat(turns).hasValue(1);
    }

    @Test
    void keepsAWakeThatComesDuringATurn() throws InterruptedException {
        CountDownLatch inTurn = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        Loop.Turn turn =
                () -> {
                    inTurn.countDown();
                    woken.await();
                    return rest();
                };
        try (Loop loop = new Loop("work", turn)) {
            inTurn.await();
            loop.wake();
            loop.wake();
            woken.countDown();
            await().atMost(Duration.ofMinutes(1)).until(() -> turns.get() == 2);
        }
        assertThat(turns).hasValue(2);
    }

    @Test
    void retriesWhatFails() {
        Loop.Turn turn =
                () -> {
                    if (turns.incrementAndGet() < 4) {
                        throw new IllegalStateException("not yet");
                    }
                    return LONG;
                };
        try (Loop _ = new Loop("work", SOON, turn)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> turns.get() == 4);
        }
    }

    /** A loop that ended of itself would be missed by nobody. */
    @Test
    void goesOnAfterAnError() {
        Loop.Turn turn =
                () ->
                        switch (turns.incrementAndGet()) {
                            case 1 -> throw new StackOverflowError();
                            case 2 -> throw new NoClassDefFoundError("org/papertide/Gone");
                            default -> LONG;
                        };
        try (Loop _ = new Loop("work", SOON, turn)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> turns.get() == 3);
        }
    }

    @Test
    void waitsLongerWithEachFailure() {
        Backoff longSecond = Backoff.of(Duration.ofMillis(1), LONG);
        Loop.Turn turn =
                () -> {
                    turns.incrementAndGet();
                    throw new IllegalStateException("never");
                };
        try (Loop _ = new Loop("work", longSecond, turn)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> turns.get() >= 5);
            // 16 ms, 32 ms, … : by doubling, a second has room for ten turns; without, for
            // hundreds.
            await().during(Duration.ofSeconds(1)).until(() -> turns.get() < 15);
        }
    }

    @Test
    void logsOncePerCauseAndTheRecovery() {
        Loop.Turn turn =
                () -> {
                    int number = turns.incrementAndGet();
                    if (number <= 6) {
                        throw new IllegalStateException(number <= 3 ? "one" : "two");
                    }
                    return LONG;
                };
        try (Loop _ = new Loop("work", SOON, turn)) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> turns.get() == 7 && lines.messages().size() == 3);
        }
        assertThat(lines.messages())
                .containsExactly(
                        "A loop failed and is retried. loop=\"work\"",
                        "A loop failed and is retried. loop=\"work\"",
                        "A loop works again. loop=\"work\"");
    }

    @Test
    void logsNoStackOfAServerThatIsAway() {
        Loop.Turn turn =
                () -> {
                    turns.incrementAndGet();
                    throw new UnavailableException("The server is away.");
                };
        try (Loop _ = new Loop("work", SOON, turn)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> turns.get() > 3);
        }
        assertThat(lines.messages())
                .containsExactly("A loop waits. loop=\"work\" error=\"The server is away.\"");
        assertThat(lines.records.getFirst().getThrown()).isNull();
    }

    @Test
    void letsTheTurnUnderWayEnd() throws InterruptedException {
        CountDownLatch inTurn = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        Loop loop =
                new Loop(
                        "work",
                        () -> {
                            inTurn.countDown();
                            closing.await();
                            return rest();
                        });
        inTurn.await();
        Thread closer = Thread.ofVirtual().start(loop::close);
        closing.countDown();
        closer.join();
        assertThat(turns).hasValue(1);
    }

    /** Told to end together: one that ends at once does not wait for one whose turn takes long. */
    @Test
    void endsSeveralSideBySide() throws InterruptedException {
        CountDownLatch inTurn = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Loop busy =
                new Loop(
                        "busy",
                        () -> {
                            inTurn.countDown();
                            try {
                                goOn.await();
                            } catch (InterruptedException e) {
                                interrupted.set(true);
                                throw e;
                            }
                            return rest();
                        });
        CompletableFuture<Thread> resting = new CompletableFuture<>();
        Loop idle =
                new Loop(
                        "idle",
                        () -> {
                            resting.complete(Thread.currentThread());
                            return rest();
                        });
        inTurn.await();
        Thread closer = Thread.ofVirtual().start(() -> Loop.closeAll(List.of(busy, idle)));
        resting.join().join();
        assertThat(interrupted).isFalse();
        goOn.countDown();
        closer.join();
        assertThat(interrupted).isFalse();
        assertThat(turns).hasValue(2);
    }

    private Duration rest() {
        turns.incrementAndGet();
        return LONG;
    }

    private static final class Lines extends Handler {

        private static final Formatter MESSAGE = new PatternFormatter("%s");

        private final List<LogRecord> records = new CopyOnWriteArrayList<>();

        List<String> messages() {
            return records.stream().map(MESSAGE::format).toList();
        }

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.INFO.intValue()) {
                records.add(entry);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
