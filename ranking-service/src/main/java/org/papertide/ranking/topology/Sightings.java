package org.papertide.ranking.topology;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.papertide.events.PaperStatus;
import org.papertide.ranking.score.PriorsRefresh.Sighting;
import org.papertide.ranking.score.Readings;

/** What the stream has seen of the papers of this replica, to learn from. */
@Singleton
public class Sightings {

    /** What came of a paper is looked at so long after a moment. */
    private static final Duration OUTLOOK = Duration.ofDays(1);

    private static final Duration STEP = Duration.ofHours(8);

    /** Per paper: its first days teach most, and no paper is to teach more than others. */
    private static final int MOST_MOMENTS = 6;

    private final Stores stores;

    /** Where a store is found by its name. */
    interface Stores {
        ReadOnlyKeyValueStore<String, byte[]> store(String name);
    }

    @Inject
    Sightings(StreamClient stream) {
        this(name -> store(stream, name));
    }

    Sightings(Stores stores) {
        this.stores = stores;
    }

    private static ReadOnlyKeyValueStore<String, byte[]> store(StreamClient stream, String name) {
        KafkaStreams streams =
                stream.findStreams()
                        .orElseThrow(() ->
                                new InvalidStateStoreException(
                                        stream.findMissing().orElse("stream: starting")));
        return streams.store(
                StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
    }

    /**
     * Moments of papers of which a day later is known, in no order.
     *
     * @throws InvalidStateStoreException if the stream is not there yet
     */
    public List<Sighting> all() {
        ReadOnlyKeyValueStore<String, byte[]> papers = stores.store(RankingTopology.PAPERS);
        List<Sighting> sightings = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> trends = stores.store(RankingTopology.TRENDS).all()) {
            while (trends.hasNext()) {
                KeyValue<String, byte[]> trend = trends.next();
                byte[] paper = trend.key.startsWith("\u0000") ? null : papers.get(trend.key);
                if (paper != null) {
                    add(PaperEntry.fromBytes(paper), trend.value, sightings);
                }
            }
        }
        return sightings;
    }

    private static void add(PaperEntry paper, byte[] trend, List<Sighting> sightings) {
        Readings readings = Readings.fromBytes(Standing.readingsWithin(trend));
        Instant first = readings.earliest();
        Instant last = readings.latest();
        if (first == null || last == null || paper.status() != PaperStatus.LISTED) {
            return;
        }
        Instant at = first;
        for (int i = 0; i < MOST_MOMENTS && !at.plus(OUTLOOK).isAfter(last); i++) {
            sightings.add(
                    new Sighting(paper.facts(paper.summary()), readings, at, at.plus(OUTLOOK)));
            at = at.plus(STEP);
        }
    }
}
