package org.papertide.ranking.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.papertide.events.Topic;

/** The stream's counters, for operators. */
final class StreamCounts {

    /** Bounds of the delays that are told apart: from a second to a day. */
    private static final Duration[] DELAYS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(6),
        Duration.ofDays(1)
    };

    final Counter signals;
    final Counter repeatedSignals;
    final Counter unknownMetrics;
    final Counter unknownPapers;
    final Counter forgottenPapers;
    final Counter assessments;
    final Counter failures;
    final Counter breakouts;
    final Counter rankings;
    final Counter mergeFailures;
    final Timer paperDelay;
    final Timer signalDelay;
    private final Map<Topic, Counter> deadLetters = new EnumMap<>(Topic.class);

    StreamCounts(MeterRegistry registry) {
        signals = counter(registry, "signals", "Signals taken");
        repeatedSignals = counter(registry, "signals.repeated", "Signals that changed nothing");
        unknownMetrics =
                counter(registry, "signals.unknown.metric", "Signals of an unknown metric");
        unknownPapers = counter(registry, "signals.unknown.paper", "Signals that wait for a paper");
        forgottenPapers =
                counter(registry, "papers.forgotten", "Unknown papers whose signals were given up");
        assessments = counter(registry, "assessments", "Scores computed");
        failures = counter(registry, "assessments.failed", "Scores that could not be computed");
        breakouts = counter(registry, "breakouts", "Breakouts");
        rankings = counter(registry, "rankings", "Rankings published");
        mergeFailures =
                counter(
                        registry,
                        "merge.failed",
                        "Rankings and inputs of them that were put aside");
        paperDelay = delay(registry, "papers");
        signalDelay = delay(registry, "signals");
        for (Topic topic : RankingTopology.INPUTS) {
            deadLetters.put(
                    topic,
                    Counter.builder("papertide.dead.letters")
                            .description("Records that went to the dead letters of their topic")
                            .tag("topic", topic.baseName())
                            .register(registry));
        }
    }

    void deadLetter(Topic topic) {
        Counter counter = deadLetters.get(topic);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Timer delay(MeterRegistry registry, String input) {
        return Timer.builder("papertide.score.delay")
                .description(
                        "Time until a signal, since it was observed, or a paper, since it was"
                                + " published, was taken into the score")
                .tag("input", input)
                .serviceLevelObjectives(DELAYS)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("papertide.ranking." + name)
                .description(description)
                .register(registry);
    }
}
