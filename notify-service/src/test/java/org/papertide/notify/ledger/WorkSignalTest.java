package org.papertide.notify.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
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
        assertThat(millis(() -> signal.await(seen, Duration.ofMinutes(1)))).isLessThan(60_000);
    }

    @Test
    void waitsUntilTheTimeIsOver() throws InterruptedException {
        assertThat(millis(() -> signal.await(0, Duration.ofMillis(120))))
                .isGreaterThanOrEqualTo(100L);
    }

    @Test
    void doesNotWaitForNoTime() throws InterruptedException {
        assertThat(millis(() -> signal.await(0, Duration.ZERO))).isLessThan(60_000);
    }

    @Test
    void wakesWhoeverWaits() throws InterruptedException {
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                signal.await(0, Duration.ofHours(1));
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
        await().atMost(Duration.ofMinutes(1))
                .until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        signal.raise();
        assertThat(waiting.join(Duration.ofMinutes(1))).isTrue();
    }
}
