package org.papertide.ingest.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.events.Topics;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.testing.SecureKafka;

class OutboxRelayTest {

    private final AtomicInteger transactions = new AtomicInteger();
    private final Database untouched =
            new Database() {
                @Override
                public <T> T inTransaction(Function<StatelessSession, T> work) {
                    transactions.incrementAndGet();
                    throw new IllegalStateException("not while a server is away");
                }
            };

    private record Settings(Duration pollEvery, int batchSize, Duration deliveryTimeout)
            implements OutboxSettings {}

    /** A stop that waited for a server's return would take the 8 s that a stop may take. */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true"})
    @Timeout(7)
    void endsAtOnceWhileTheDatabaseIsAway(boolean database, boolean kafka) {
        try (Dependency one = dependency("database", database);
                Dependency other = dependency("kafka", kafka)) {
            OutboxRelay relay =
                    new OutboxRelay(
                            untouched,
                            new Settings(Duration.ofSeconds(1), 10, Duration.ofSeconds(30)),
                            SecureKafka.settings(),
                            SecureKafka.clients("ingest"),
                            new Topics("papertide.", 1, (short) 1),
                            one,
                            other,
                            Clock.systemUTC(),
                            new SimpleMeterRegistry());
            relay.start(new StartupEvent());
            relay.stop(new ShutdownEvent());
        }
        assertThat(transactions).hasValue(0);
    }

    /** One slow election of a leader is no standstill. */
    @Test
    void waitsForTwoSendsBeforeItSaysThatNothingMoves() {
        assertThat(OutboxRelay.patience(Duration.ofSeconds(30), Duration.ofSeconds(40)))
                .hasSeconds(80);
        assertThat(OutboxRelay.patience(Duration.ofHours(1), Duration.ofSeconds(40))).hasHours(1);
    }

    private static Dependency dependency(String name, boolean present) {
        return new Dependency(
                name,
                () -> {
                    if (!present) {
                        throw new IOException("refused");
                    }
                },
                () -> {});
    }
}
