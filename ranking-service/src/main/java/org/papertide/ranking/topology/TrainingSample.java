package org.papertide.ranking.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.papertide.events.PaperStatus;
import org.papertide.events.PaperSummary;
import org.papertide.ranking.model.PaperFacts;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.training.ModelRefresh.TrainingMoment;

/** A sample of this replica's papers, to fit the model to. */
public class TrainingSample {

    /** The outcome is read this long after a moment. */
    private static final Duration OUTLOOK = Duration.ofDays(1);

    private static final Duration STEP = Duration.ofHours(8);

    /** Per paper. Its first days carry most information, and no paper shall outweigh others. */
    private static final int MOST_MOMENTS = 6;

    /** 20,000 moments: more than enough to learn from, and in some 20 MB. */
    private static final int MOST_PAPERS = 20_000 / MOST_MOMENTS;

    /**
     * A pseudo-random order, always the same: identities follow the calendar, mixed hashes do not.
     */
    private static final Comparator<String> BY_HASH =
            Comparator.<String>comparingLong(id -> new SplittableRandom(id.hashCode()).nextLong())
                    .thenComparing(Comparator.naturalOrder());

    private final Stores stores;
    private final int mostPapers;

    /** Where a store is found by its name. */
    public interface Stores {

        /**
         * The store.
         *
         * @throws InvalidStateStoreException if it is not there yet
         */
        ReadOnlyKeyValueStore<String, byte[]> store(String name);
    }

    /** A sample of what these stores hold. */
    public TrainingSample(Stores stores) {
        this(stores, MOST_PAPERS);
    }

    TrainingSample(Stores stores, int mostPapers) {
        this.stores = stores;
        this.mostPapers = mostPapers;
    }

    /**
     * Moments whose next day is known, in no order. Of too many papers a fair sample is drawn by
     * their identities.
     *
     * @throws InvalidStateStoreException if the stream is not there yet
     */
    public List<TrainingMoment> all() {
        ReadOnlyKeyValueStore<String, byte[]> papers = stores.store(RankingTopology.PAPERS);
        TreeMap<String, List<TrainingMoment>> drawn = new TreeMap<>(BY_HASH);
        try (KeyValueIterator<String, byte[]> trends = stores.store(RankingTopology.TRENDS).all()) {
            while (trends.hasNext()) {
                KeyValue<String, byte[]> trend = trends.next();
                if (drawn.size() == mostPapers && BY_HASH.compare(trend.key, drawn.lastKey()) > 0) {
                    continue;
                }
                byte[] paper = trend.key.startsWith("\u0000") ? null : papers.get(trend.key);
                List<TrainingMoment> moments =
                        paper == null
                                ? List.of()
                                : moments(PaperEntry.fromBytes(paper), trend.value);
                if (!moments.isEmpty()) {
                    drawn.put(trend.key, moments);
                }
                if (drawn.size() > mostPapers) {
                    drawn.pollLastEntry();
                }
            }
        }
        return drawn.values().stream().flatMap(List::stream).toList();
    }

    private static List<TrainingMoment> moments(PaperEntry paper, byte[] trend) {
        SignalHistory signals = SignalHistory.fromBytes(PaperState.signalsWithin(trend));
        Instant first = signals.earliest();
        Instant last = signals.latest();
        if (first == null
                || last == null
                || first.plus(OUTLOOK).isAfter(last)
                || paper.status() != PaperStatus.LISTED) {
            return List.of();
        }
        PaperSummary summary = paper.summary();
        PaperFacts facts = paper.facts(summary);
        List<TrainingMoment> moments = new ArrayList<>(MOST_MOMENTS);
        Instant at = first;
        while (moments.size() < MOST_MOMENTS && !at.plus(OUTLOOK).isAfter(last)) {
            moments.add(new TrainingMoment(summary.id(), facts, signals, at, at.plus(OUTLOOK)));
            at = at.plus(STEP);
        }
        return moments;
    }
}
