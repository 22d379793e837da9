package org.papertide.ingest.polling;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.papertide.ingest.source.PaperSource;
import org.papertide.ingest.source.SourceState;
import org.papertide.ingest.source.SourceStatus;
import org.papertide.platform.dependency.Dependency;
import org.papertide.platform.loop.Loops;

/**
 * How late each source is. What is told is in the database, so every replica tells the same,
 * whichever of them asks the source; only the answers are counted where they came.
 */
@Singleton
final class SourceMeters {

    private static final Duration LOOK = Duration.ofSeconds(15);

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, SourceStatus> seen = new ConcurrentHashMap<>();

    SourceMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    void start(
            @Observes StartupEvent event,
            Polling polling,
            Loops loops,
            @Named("database") Dependency database) {
        for (PaperSource source : polling.sources()) {
            register(source, polling.isOn(source));
        }
        loops.start(
                "source meters",
                database.whenPresent(() -> {
                    polling.sources().forEach(source -> note(polling.entry(source).status()));
                    return LOOK;
                }));
    }

    /** Registers the meters of a source. */
    void register(PaperSource source, boolean on) {
        String name = source.name();
        gauge("on", name, "Whether the source is polled: 1, or 0", _ -> on ? 1 : 0);
        gauge("failures", name, "Runs in a row without an answer", status -> status.failures());
        seconds(
                "success.age",
                name,
                "Time since the source last gave a complete answer",
                SourceStatus::lastSuccess);
        seconds(
                "new.age",
                name,
                "Time since the source last had something new",
                SourceStatus::lastNew);
        Gauge.builder("papertide.source.stale.after", source, each -> each.staleAfter().toSeconds())
                .tag("source", name)
                .baseUnit("seconds")
                .description("Without anything new for so long the source counts as stale")
                .strongReference(true)
                .register(registry);
        for (SourceState state : EnumSet.complementOf(EnumSet.of(SourceState.DISABLED))) {
            var _ = answers(name, state);
        }
    }

    /** Notes how a source stands. */
    void note(SourceStatus status) {
        seen.put(status.source(), status);
    }

    /** Counts an answer of a source, or one page of it, or that there was none. */
    void answered(SourceStatus status) {
        answers(status.source(), status.state()).increment();
    }

    private Counter answers(String source, SourceState state) {
        return Counter.builder("papertide.source.answers")
                .tag("source", source)
                .tag("state", state.name().toLowerCase(Locale.ROOT))
                .description("Answers of a source, page by page, by how it stood after them")
                .register(registry);
    }

    private void seconds(
            String meter,
            String source,
            String description,
            Function<SourceStatus, @Nullable Instant> time) {
        Gauge.builder(
                        "papertide.source." + meter,
                        seen,
                        all -> {
                            SourceStatus status = all.get(source);
                            Instant at = status == null ? null : time.apply(status);
                            return at == null
                                    ? Double.NaN
                                    : Duration.between(at, clock.instant()).toSeconds();
                        })
                .tag("source", source)
                .baseUnit("seconds")
                .description(description)
                .register(registry);
    }

    private void gauge(
            String meter, String source, String description, ToDoubleFunction<SourceStatus> value) {
        Gauge.builder(
                        "papertide.source." + meter,
                        seen,
                        all ->
                                value.applyAsDouble(
                                        all.getOrDefault(source, SourceStatus.unknown(source))))
                .tag("source", source)
                .description(description)
                .register(registry);
    }
}
