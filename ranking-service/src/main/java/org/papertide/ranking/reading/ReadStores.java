package org.papertide.ranking.reading;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperId;
import org.papertide.events.Score;
import org.papertide.events.Topic;
import org.papertide.events.Topics;

/** The stores that readers are answered from: all rankings and all scores, on every replica. */
public final class ReadStores {

    static final String RANKINGS = "read-rankings";
    static final String SCORES = "read-scores";

    /** Before a paper's identity: its score follows. */
    static final String PAPER = "p/";

    /** Before an identity that a paper had: the one it has now follows. */
    static final String ALIAS = "a/";

    /** Before a paper's identity: its past scores follow. */
    static final String HISTORY = "h/";

    private ReadStores() {}

    /** Adds the stores and what fills them. */
    public static void addTo(Topology topology, Topics topics) {
        topology.addGlobalStore(
                store(RANKINGS),
                "read-rankings-in",
                Serdes.String().deserializer(),
                Serdes.ByteArray().deserializer(),
                topics.name(Topic.RANKINGS),
                "read-rankings-keep",
                KeepRankings::new);
        topology.addGlobalStore(
                store(SCORES),
                "read-scores-in",
                Serdes.String().deserializer(),
                Serdes.ByteArray().deserializer(),
                topics.name(Topic.SCORES),
                "read-scores-keep",
                KeepScores::new);
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled();
    }

    private static final class KeepRankings implements Processor<String, byte[], Void, Void> {

        private @Nullable KeyValueStore<String, byte[]> rankings;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            rankings = context.getStateStore(RANKINGS);
        }

        @Override
        public void process(Record<String, byte[]> message) {
            if (rankings != null && message.key() != null) {
                rankings.put(message.key(), message.value());
            }
        }
    }

    /** Keeps each score, and under which other identities it is to be found. */
    private static final class KeepScores implements Processor<String, byte[], Void, Void> {

        private @Nullable KeyValueStore<String, byte[]> scores;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            scores = context.getStateStore(SCORES);
        }

        @Override
        public void process(Record<String, byte[]> message) {
            if (scores == null || message.key() == null) {
                return;
            }
            byte[] value = message.value();
            String id = message.key();
            byte[] before = scores.get(PAPER + id);
            List<PaperId> old = Aliases.of(before);
            List<PaperId> now = Aliases.of(value);
            for (PaperId alias : old) {
                if (!now.contains(alias)) {
                    scores.delete(ALIAS + alias);
                }
            }
            for (PaperId alias : now) {
                if (!old.contains(alias)) {
                    scores.put(ALIAS + alias, id.getBytes(StandardCharsets.UTF_8));
                }
            }
            scores.put(PAPER + id, value);
            keepHistory(scores, id, value);
        }

        private static void keepHistory(
                KeyValueStore<String, byte[]> scores, String id, byte @Nullable [] value) {
            switch (EventCodec.SCORE.decode(value)) {
                case Decoded.Event<Score>(Score score) ->
                        scores.put(
                                HISTORY + id,
                                PointInTime.append(
                                        scores.get(HISTORY + id),
                                        new PointInTime(score.observedAt(), score.score())));
                case Decoded.Tombstone<Score> _ -> scores.delete(HISTORY + id);
                case Decoded.Malformed<Score> _ -> {
                    // Not ours: nothing to remember.
                }
            }
        }
    }
}
