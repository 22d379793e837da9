package org.papertide.notify.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkSignalTest {

    private final WorkSignal signal = new WorkSignal();

    private static long millis(Wait wait) throws InterruptedException {
        long begun = System.nanoTime();
        wait.run();
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    @FunctionalInterface
    private interface Wait {
        void run() throws InterruptedException;
    }

    @Test
    void countsHowOftenItWasRaised() {
        assertThat(signal.count()).isZero();
        signal.raise();
        signal.raise();
        assertThat(signal.count()).isEqualTo(2);
    }

    @Test
    void doesNotWaitForWhatHasCome() throws InterruptedException {
        long seen = signal.count();
        signal.raise();
        assertThat(millis(() -> signal.await(seen, Duration.ofSeconds(10)))).isLessThan(5_000);
    }

    @Test
    void waitsUntilTheTimeIsOver() throws InterruptedException {
        assertThat(millis(() -> signal.await(0, Duration.ofMillis(120)))).isBetween(100L, 5_000L);
    }

    @Test
    void doesNotWaitForNoTime() throws InterruptedException {
        assertThat(millis(() -> signal.await(0, Duration.ZERO))).isLessThan(5_000);
    }

    @Test
    void wakesWhoeverWaits() throws InterruptedException {
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                signal.await(0, Duration.ofSeconds(60));
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        signal.raise();
        assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
    }
}
