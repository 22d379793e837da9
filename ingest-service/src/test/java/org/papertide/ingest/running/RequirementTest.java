package org.papertide.ingest.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequirementTest {

    private final AtomicBoolean there = new AtomicBoolean();
    private final AtomicInteger prepared = new AtomicInteger();

    @Test
    void preparesWhatComesLateAndAgainWhatWasAway() {
        try (Requirement requirement = new Requirement("server", this::prepare, this::ask)) {
            await().until(() ->
                    requirement
                            .state()
                            .equals(new Requirement.State.Missing("Connection refused")));
            there.set(true);
            await().until(requirement::isPresent);
            assertThat(prepared).hasValue(1);
            there.set(false);
            await().atMost(Duration.ofSeconds(15)).until(() -> !requirement.isPresent());
            there.set(true);
            await().until(requirement::isPresent);
            assertThat(prepared).hasValue(2);
        }
    }

    @Test
    void letsWaitersGoOnOnceItIsPrepared() throws Exception {
        there.set(true);
        try (Requirement requirement = new Requirement("server", this::prepare, this::ask)) {
            requirement.awaitPrepared();
            assertThat(prepared).hasValue(1);
        }
    }

    @Test
    void callsWhatAnswersNobodyMissing() throws Exception {
        there.set(true);
        AtomicLong nanos = new AtomicLong();
        CountDownLatch asked = new CountDownLatch(1);
        Requirement.Attempt silent =
                () -> {
                    asked.countDown();
                    new CountDownLatch(1).await();
                };
        Requirement requirement = new Requirement("server", this::prepare, silent, nanos::get);
        requirement.awaitPrepared();
        asked.await();
        nanos.set(Duration.ofSeconds(15).toNanos());
        assertThat(requirement.isPresent()).isTrue();
        nanos.set(Duration.ofSeconds(16).toNanos());
        assertThat(requirement.state())
                .isEqualTo(new Requirement.State.Missing("no answer for 16 s"));
        requirement.close();
    }

    private void prepare() throws ConnectException {
        ask();
        prepared.incrementAndGet();
    }

    private void ask() throws ConnectException {
        if (!there.get()) {
            throw new ConnectException("Connection refused");
        }
    }
}
