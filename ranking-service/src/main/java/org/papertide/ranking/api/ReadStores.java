package org.papertide.ranking.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
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
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.PastRankings;
import org.papertide.events.Topic;
import org.papertide.events.Topics;

/**
 * The stores that readers are answered from, each whole on every replica.
 *
 * <p>They are a topology of their own: readers are answered while the other one is moved between
 * replicas or restored, and Kafka Streams refuses a topic that is an input of both.
 *
 * <p>One thread fills them all, and it must keep up with every score of every partition: a score or
 * a ranking costs one write of its bytes, and nothing of it is read or looked into. Only papers and
 * past rankings are, some thousand a day of the one and some hundred an hour of the other.
 */
final class ReadStores {

    static final String RANKINGS = "read-rankings";
    static final String SCORES = "read-scores";
    static final String CATALOGUE = "read-papers";
    static final String PAST = "read-past-rankings";

    /** Before a paper's identity: the paper follows. */
    static final String PAPER = "p/";

    /** Before an identity that a paper had: the one it has now follows. */
    static final String ALIAS = "a/";

    /** After a category: a moment of its past follows, in hexadecimal seconds. */
    static final char AT = '\u0000';

    /** Before the key of a past ranking's record: its moment follows. */
    private static final String RING = "\u0001";

    private ReadStores() {}

    /**
     * The stores and what fills them.
     *
     * @param rankingChanged told the key of each ranking that comes, by the thread that fills the
     *     stores: it must not wait
     */
    static Topology topology(Topics topics, Consumer<String> rankingChanged) {
        Topology topology = new Topology();
        add(
                topology,
                topics,
                Topic.RANKINGS,
                RANKINGS,
                (rankings, key, value) -> {
                    rankings.put(key, value);
                    rankingChanged.accept(key);
                });
        add(topology, topics, Topic.SCORES, SCORES, KeyValueStore::put);
        add(topology, topics, Topic.PAPERS, CATALOGUE, ReadStores::keepPaper);
        add(topology, topics, Topic.PAST_RANKINGS, PAST, ReadStores::keepPast);
        return topology;
    }

    /** The key of a moment in the past of a category; null for all papers. */
    static String pastKey(@Nullable String category, long second) {
        return (category == null ? "" : category) + AT + "%016x".formatted(second);
    }

    /** The second in a key of the past. */
    static long second(String pastKey) {
        return Long.parseLong(pastKey.substring(pastKey.length() - 16), 16);
    }

    /** Keeps each paper, and under which other identities it is to be found. */
    private static void keepPaper(
            KeyValueStore<String, byte[]> catalogue, String id, byte @Nullable [] value) {
        byte[] stored = catalogue.get(PAPER + id);
        CataloguedPaper before = stored == null ? null : CataloguedPaper.fromBytes(stored);
        switch (EventCodec.PAPER.decode(value)) {
            case Decoded.Event<Paper>(Paper paper) -> {
                if (!paper.id().value().equals(id)
                        || (before != null && paper.revision() < before.revision())) {
                    return;
                }
                CataloguedPaper now = CataloguedPaper.of(paper);
                keepAliases(catalogue, id, aliases(before), aliases(now));
                catalogue.put(PAPER + id, now.toBytes());
            }
            case Decoded.Tombstone<Paper> _ -> {
                keepAliases(catalogue, id, aliases(before), List.of());
                catalogue.delete(PAPER + id);
            }
            case Decoded.Malformed<Paper> _ -> {
                // Told to the dead letters by the stream.
            }
        }
    }

    private static List<PaperId> aliases(@Nullable CataloguedPaper paper) {
        return paper == null || paper.status() == PaperStatus.MERGED
                ? List.of()
                : paper.summary().aliases();
    }

    private static void keepAliases(
            KeyValueStore<String, byte[]> catalogue,
            String id,
            List<PaperId> before,
            List<PaperId> now) {
        byte[] own = id.getBytes(StandardCharsets.UTF_8);
        for (PaperId alias : before) {
            if (!now.contains(alias) && Arrays.equals(own, catalogue.get(ALIAS + alias))) {
                catalogue.delete(ALIAS + alias);
            }
        }
        for (PaperId alias : now) {
            catalogue.put(ALIAS + alias, own);
        }
    }

    /** Keeps each moment of the past until another one takes its place in the ring. */
    private static void keepPast(
            KeyValueStore<String, byte[]> past, String key, byte @Nullable [] value) {
        if (EventCodec.PAST_RANKINGS.decode(value)
                instanceof Decoded.Event<PastRankings>(PastRankings rankings)) {
            byte[] replaced = past.get(RING + key);
            if (replaced != null) {
                past.delete(pastKey(rankings.category(), ByteBuffer.wrap(replaced).getLong()));
            }
            long second = rankings.at().getEpochSecond();
            past.put(RING + key, ByteBuffer.allocate(8).putLong(0, second).array());
            past.put(pastKey(rankings.category(), second), PastMoment.toBytes(rankings));
        }
    }

    private static void add(
            Topology topology, Topics topics, Topic topic, String store, Keeper keeper) {
        topology.addGlobalStore(
                store(store),
                store + "-in",
                Serdes.String().deserializer(),
                Serdes.ByteArray().deserializer(),
                topics.name(topic),
                store + "-keep",
                () -> new Keeping(store, keeper));
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled();
    }

    /** What a record does to its store. */
    private interface Keeper {
        void keep(KeyValueStore<String, byte[]> store, String key, byte @Nullable [] value);
    }

    private static final class Keeping implements Processor<String, byte[], Void, Void> {

        private final String name;
        private final Keeper keeper;
        private @Nullable KeyValueStore<String, byte[]> store;

        Keeping(String name, Keeper keeper) {
            this.name = name;
            this.keeper = keeper;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(name);
        }

        @Override
        public void process(Record<String, byte[]> message) {
            if (store != null && message.key() != null) {
                keeper.keep(store, message.key(), message.value());
            }
        }
    }
}
