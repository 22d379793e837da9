package org.papertide.ranking.api.readmodel;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.papertide.events.Order;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;
import org.papertide.platform.dependency.DependencyCheck;
import org.papertide.platform.dependency.DependencyCheck.Answer;
import org.papertide.platform.loop.Loops;
import org.papertide.platform.loop.UnavailableException;

/**
 * How old the rankings are that readers see: the time since one of all papers last changed. While
 * papers are in a window that is five minutes at most, since their scores fade in such steps.
 */
@Singleton
class RankingAge {

    private static final Duration LOOK = Duration.ofSeconds(15);

    private final ReadModel rankings;
    private final ReadModelStream stream;
    private final Clock clock;
    private final MeterRegistry registry;
    private volatile Optional<Instant> newest = Optional.empty();

    RankingAge(ReadModel rankings, ReadModelStream stream, Clock clock, MeterRegistry registry) {
        this.rankings = rankings;
        this.stream = stream;
        this.clock = clock;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event, Loops loops) {
        Gauge.builder("papertide.rankings.age", this, RankingAge::seconds)
                .baseUnit("seconds")
                .description("Time since any ranking of all papers that readers see last changed")
                .register(registry);
        loops.every(LOOK, "ranking age", this::look);
    }

    /** Whether this replica can answer readers; {@code age} says how old its answers are. */
    @Produces
    @Readiness
    @Singleton
    HealthCheck readersReady() {
        return new DependencyCheck(
                "readers",
                () -> {
                    Answer answer = Answer.of(stream.state());
                    return age().map(known -> answer.with("age", known.toSeconds() + " s"))
                            .orElse(answer);
                });
    }

    /** Readers are answered from the copy that is here, also while Kafka is away. */
    @Produces
    @HealthGroup(DependencyCheck.SERVING)
    @Singleton
    HealthCheck serving() {
        return DependencyCheck.of("readers", stream::storesState);
    }

    private Optional<Duration> age() {
        return newest.map(at -> Duration.between(at, clock.instant()));
    }

    private double seconds() {
        return age().map(known -> (double) known.toSeconds()).orElse(Double.NaN);
    }

    private void look() {
        try {
            Instant now = clock.instant();
            newest = newest(now);
        } catch (UnavailableException | InvalidStateStoreException _) {
            // The stores are not there yet, or move: readiness says so.
        }
    }

    private Optional<Instant> newest(Instant now) {
        Instant found = null;
        for (Order order : Order.values()) {
            for (Window window : Window.values()) {
                Instant asOf =
                        rankings.findRanking(new RankingKey(order, window, null))
                                .map(Ranking::asOf)
                                .filter(at -> !at.isAfter(now))
                                .orElse(null);
                if (asOf != null && (found == null || asOf.isAfter(found))) {
                    found = asOf;
                }
            }
        }
        return Optional.ofNullable(found);
    }
}
