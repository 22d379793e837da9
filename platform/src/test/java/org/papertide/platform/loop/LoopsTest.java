package org.papertide.platform.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopsTest {

    @Test
    void loopsEndWithTheService() throws InterruptedException {
        CountDownLatch bothRan = new CountDownLatch(2);
        AtomicInteger afterwards = new AtomicInteger();
        Loops loops = new Loops();
        loops.start(
                "one",
                () -> {
                    bothRan.countDown();
                    afterwards.incrementAndGet();
                    return Duration.ofMillis(1);
                });
        loops.every(
                Duration.ofMillis(1),
                "other",
                () -> {
                    bothRan.countDown();
                    afterwards.incrementAndGet();
                });
        assertThat(bothRan.await(5, SECONDS)).isTrue();
        loops.stop(new ShutdownEvent());
        // Nobody runs any more: closing has waited for the turns under way.
        int turns = afterwards.getAndSet(0);
        assertThat(turns).isPositive();
        assertThat(afterwards).hasValue(0);
    }
}
