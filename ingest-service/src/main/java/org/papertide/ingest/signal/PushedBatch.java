package org.papertide.ingest.signal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.papertide.events.Bounds;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;

/**
 * What pushed events come to: signals as they are, and one sum of increments per count. An event's
 * id counts once, whatever the batch repeats.
 *
 * @param signals in the order of their events
 * @param sums in one order everywhere, so that pushes wait for each other in turn
 * @param increments how many events the sums are of
 */
record PushedBatch(List<Signal> signals, SortedMap<Count, Sum> sums, long increments) {

    /**
     * Puts together what has not been taken before.
     *
     * @param unseen the ids of events that have not been taken; events without an id always count
     * @param papers what identities stand for, where it is another one
     */
    static PushedBatch of(
            List<PushedEvent> events,
            Set<PushedEventRow.Key> unseen,
            Map<PaperId, PaperId> papers) {
        Set<PushedEventRow.Key> left = new HashSet<>(unseen);
        List<Signal> signals = new ArrayList<>();
        SortedMap<Count, Sum> sums = new TreeMap<>();
        long increments = 0;
        for (PushedEvent event : events) {
            if (event.eventId() != null && !left.remove(PushedEventRow.Key.of(event))) {
                continue;
            }
            PaperId paper = papers.getOrDefault(event.paper(), event.paper());
            switch (event) {
                case PushedEvent.Observed observed -> signals.add(signal(paper, observed));
                case PushedEvent.Increment increment -> {
                    increments++;
                    sums.merge(
                            new Count(paper, increment.metric(), increment.source()),
                            new Sum(increment.by(), increment.at().truncatedTo(ChronoUnit.MILLIS)),
                            Sum::plus);
                }
            }
        }
        return new PushedBatch(signals, sums, increments);
    }

    private static Signal signal(PaperId paper, PushedEvent.Observed observed) {
        return new Signal(
                paper,
                observed.metric(),
                observed.value(),
                observed.observedAt().truncatedTo(ChronoUnit.MILLIS),
                observed.source());
    }

    /** What is counted. */
    record Count(PaperId paper, String metric, String source) implements Comparable<Count> {

        private static final Comparator<Count> ORDER =
                Comparator.comparing(Count::paper)
                        .thenComparing(Count::metric)
                        .thenComparing(Count::source);

        @Override
        public int compareTo(Count other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Increments of one count.
     *
     * @param by all of them, at most the largest count that an event may carry
     * @param at the last of them
     */
    record Sum(long by, Instant at) {

        Sum plus(Sum other) {
            return new Sum(
                    Math.min(by + other.by, Bounds.MAX_COUNT),
                    at.isAfter(other.at) ? at : other.at);
        }
    }
}
