package org.papertide.ranking.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.papertide.events.Topic;

/** The stream's counters, for operators. */
final class StreamCounts {

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
        for (Topic topic : RankingTopology.INPUTS) {
            deadLetters.put(
                    topic,
                    Counter.builder("papertide.ranking.dead.letters")
                            .description("Records that could not be read or applied")
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

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("papertide.ranking." + name)
                .description(description)
                .register(registry);
    }
}
