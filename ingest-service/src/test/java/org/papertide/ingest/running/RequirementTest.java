package org.papertide.ingest.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
