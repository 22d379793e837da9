package org.papertide.platform.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.papertide.platform.loop.Loop;

class DependencyTest {

    private final AtomicBoolean there = new AtomicBoolean();
    private final AtomicInteger prepared = new AtomicInteger();

    @Test
    void preparesWhatComesLateAndAgainWhatWasAway() {
        try (Dependency dependency = dependency(this::ask, System::nanoTime)) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            dependency
                                    .state()
                                    .equals(new Dependency.State.Missing("Connection refused")));
            there.set(true);
            await().atMost(Duration.ofMinutes(1)).until(dependency::isPresent);
            assertThat(prepared).hasValue(1);
            there.set(false);
            await().atMost(Duration.ofMinutes(1)).until(() -> !dependency.isPresent());
            there.set(true);
            await().atMost(Duration.ofMinutes(1)).until(dependency::isPresent);
            assertThat(prepared).hasValue(2);
        }
    }

    @Test
    void callsWhatAnswersNobodyMissing() throws Exception {
        there.set(true);
        AtomicLong nanos = new AtomicLong();
        CountDownLatch asked = new CountDownLatch(1);
        Dependency.Attempt silent =
                () -> {
                    asked.countDown();
                    new CountDownLatch(1).await();
                };
        Dependency dependency = dependency(silent, nanos::get);
        await().atMost(Duration.ofMinutes(1)).until(dependency::wasPrepared);
        asked.await();
        nanos.set(Duration.ofSeconds(15).minusMillis(1).toNanos());
        assertThat(dependency.isPresent()).isTrue();
        nanos.set(Duration.ofSeconds(15).toNanos());
        assertThat(dependency.isPresent()).isTrue();
        nanos.set(Duration.ofSeconds(15).plusMillis(1).toNanos());
        assertThat(dependency.state())
                .isEqualTo(new Dependency.State.Missing("no answer for 15 s"));
        dependency.close();
    }

    @Test
    void isPreparedAgainOnDemand() {
        there.set(true);
        try (Dependency dependency = dependency(this::ask, System::nanoTime)) {
            await().atMost(Duration.ofMinutes(1)).until(dependency::isPresent);
            dependency.prepareAgain("it lost its data");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> prepared.get() == 2 && dependency.isPresent());
        }
    }

    @Test
    void holdsTurnsBackWhileItIsMissing() throws InterruptedException {
        AtomicLong nanos = new AtomicLong();
        try (Dependency dependency = dependency(this::ask, nanos::get)) {
            Loop.Turn turn = dependency.whenPresent(() -> Duration.ofHours(1));
            assertThat(turn.run()).as("at the start").hasMillis(20);
            nanos.set(Duration.ofSeconds(30).toNanos());
            assertThat(turn.run()).as("when it should be there").hasMillis(500);
            there.set(true);
            await().atMost(Duration.ofMinutes(1)).until(dependency::isPresent);
            assertThat(turn.run()).hasHours(1);
            there.set(false);
            nanos.set(0);
            await().atMost(Duration.ofMinutes(1)).until(() -> !dependency.isPresent());
            assertThat(turn.run()).as("when it was there before").hasMillis(500);
        }
    }

    @Test
    void remembersThatItWasPrepared() {
        try (Dependency dependency = dependency(this::ask, System::nanoTime)) {
            assertThat(dependency.wasPrepared()).isFalse();
            assertThat(DependencyCheck.once(dependency).call().getStatus())
                    .isEqualTo(HealthCheckResponse.Status.DOWN);
            there.set(true);
            await().atMost(Duration.ofMinutes(1)).until(dependency::wasPrepared);
            there.set(false);
            await().atMost(Duration.ofMinutes(1)).until(() -> !dependency.isPresent());
            assertThat(dependency.wasPrepared()).isTrue();
            assertThat(DependencyCheck.once(dependency).call().getStatus())
                    .isEqualTo(HealthCheckResponse.Status.UP);
        }
    }

    /** Servers may start with the service: that is nothing to warn of. */
    @Test
    void warnsOfWhatIsMissingWhenTheStartIsOver() {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord line) {
                        logged.add(line);
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger logger = Logger.getLogger(Dependency.class.getName());
        logger.addHandler(handler);
        AtomicLong nanos = new AtomicLong();
        try (Dependency dependency = dependency(this::ask, nanos::get)) {
            nanos.set(Duration.ofSeconds(30).minusMillis(1).toNanos());
            await().atMost(Duration.ofMinutes(1)).until(() -> !logged.isEmpty());
            assertThat(logged)
                    .extracting(LogRecord::getLevel)
                    .allSatisfy(
                            level -> assertThat(level.intValue()).isEqualTo(Level.INFO.intValue()));
            nanos.set(Duration.ofSeconds(30).toNanos());
            await().atMost(Duration.ofMinutes(1)).until(() -> logged.size() == 2);
            assertThat(logged.getLast().getLevel().intValue()).isEqualTo(Level.WARNING.intValue());
            there.set(true);
            await().atMost(Duration.ofMinutes(1)).until(dependency::isPresent);
            there.set(false);
            await().atMost(Duration.ofMinutes(1)).until(() -> logged.size() == 4);
            assertThat(logged.getLast().getLevel().intValue()).isEqualTo(Level.WARNING.intValue());
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void saysWhatIsMissingInItsHealthCheck() {
        DependencyCheck away =
                DependencyCheck.of("server", () -> new Dependency.State.Missing("refused"));
        assertThat(away.call().getName()).isEqualTo("server");
        assertThat(away.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(away.call().getData()).contains(Map.of("missing", "refused"));
        DependencyCheck there = DependencyCheck.of("server", Dependency.State.Present::new);
        assertThat(there.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(there.call().getData()).isEmpty();
    }

    @Test
    void staysUpForWhatNobodyWaitsForAndSaysWhatIsMissing() {
        DependencyCheck check =
                new DependencyCheck(
                        "index",
                        () ->
                                DependencyCheck.Answer.unless(Optional.of("not read yet"))
                                        .with("age", 3)
                                        .alwaysUp());
        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(check.call().getData()).contains(Map.of("missing", "not read yet", "age", "3"));
        assertThat(DependencyCheck.Answer.unless(Optional.empty()).up()).isTrue();
    }

    private Dependency dependency(Dependency.Attempt check, LongSupplier nanoTime) {
        return new Dependency("server", this::prepare, check, nanoTime, Duration.ofMillis(5));
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
