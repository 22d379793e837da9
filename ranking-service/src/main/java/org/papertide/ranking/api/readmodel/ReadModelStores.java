package org.papertide.ranking.api.readmodel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.PastRankings;
import org.papertide.events.RankingKey;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.ReadDelay;
import org.papertide.ranking.bytes.UnreadableBytesException;
import org.papertide.ranking.stream.RankingSettings;

/**
 * The stores that the API reads. Every replica holds each of them completely.
 *
 * <p>They form a topology of their own: the API answers while the tasks of the other topology move
 * between replicas or restore their state. Kafka Streams also refuses a topic that is an input of
 * both.
 *
 * <p>One thread fills all stores and must keep up with the scores of all partitions. So a score or
 * a ranking costs one write of its bytes; it is neither decoded nor compared. Only papers (some
 * thousand a day) and past rankings (some hundred an hour) are decoded.
 */
final class ReadModelStores {

    static final String RANKINGS = "read-rankings";
    static final String SCORES = "read-scores";
    static final String CATALOGUE = "read-papers";
    static final String PAST = "read-past-rankings";

    /** Prefix of a key whose value is a paper; the paper's id follows. */
    static final String PAPER = "p/";

    /** Prefix of a key whose value is a paper's present id; an earlier id follows. */
    static final String ALIAS = "a/";

    /** Separates a category from a moment of its past, in hexadecimal seconds. */
    static final char AT = '\u0000';

    /** Prefix of a key whose value is the moment of a record; the record's key follows. */
    private static final String RING = "\u0001";

    /** What the stores are filled from. */
    static final List<Topic> INPUTS =
            List.of(Topic.RANKINGS, Topic.SCORES, Topic.PAPERS, Topic.PAST_RANKINGS);

    private static final Logger LOG = Logger.getLogger(ReadModelStores.class);

    private ReadModelStores() {}

    /**
     * The stores and the processors that fill them.
     *
     * @param clockOffset what the services' clock is ahead of the machine's
     * @param delay is told of each record that is read
     * @param rankingChanged receives the key of each ranking that was stored, on the thread that
     *     fills the stores: it must not block
     */
    static Topology topology(
            Topics topics, Duration clockOffset, ReadDelay delay, Consumer<String> rankingChanged) {
        Topology topology = new Topology();
        TimestampExtractor time = telling(delay);
        add(
                topology,
                time,
                topics,
                Topic.RANKINGS,
                RANKINGS,
                (rankings, key, value, _) -> {
                    // A key that is none would be met by whoever walks through the rankings.
                    var _ = RankingKey.parse(key);
                    rankings.put(key, value);
                    rankingChanged.accept(key);
                });
        add(
                topology,
                time,
                topics,
                Topic.SCORES,
                SCORES,
                (scores, key, value, _) -> scores.put(key, value));
        add(
                topology,
                time,
                topics,
                Topic.PAPERS,
                CATALOGUE,
                (papers, id, value, written) ->
                        storePaper(papers, id, value, written.plus(clockOffset)));
        add(
                topology,
                time,
                topics,
                Topic.PAST_RANKINGS,
                PAST,
                (past, key, value, written) ->
                        storePast(past, key, value, written.plus(clockOffset)));
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

    /**
     * Stores a paper, and its id under each of its aliases.
     *
     * @param written on the services' clock; a revision that was ahead of it is left out, now and
     *     in each replay
     */
    private static void storePaper(
            KeyValueStore<String, byte[]> catalogue,
            String id,
            byte @Nullable [] value,
            Instant written) {
        byte[] stored = catalogue.get(PAPER + id);
        CataloguedPaper before = stored == null ? null : CataloguedPaper.fromBytes(stored);
        switch (EventCodec.PAPER.decode(value, written, Paper.REVISION_TOLERANCE)) {
            case Decoded.Event<Paper>(Paper paper) -> {
                if (!paper.id().value().equals(id)
                        || (before != null && !paper.replaces(before.revision(), written))) {
                    return;
                }
                CataloguedPaper now = CataloguedPaper.of(paper);
                storeAliases(catalogue, id, aliases(before), aliases(now));
                catalogue.put(PAPER + id, now.toBytes());
            }
            case Decoded.Tombstone<Paper> _ -> {
                storeAliases(catalogue, id, aliases(before), List.of());
                catalogue.delete(PAPER + id);
            }
            case Decoded.Malformed<Paper> _ -> {
                // The scoring topology writes it to the dead-letter topic.
            }
        }
    }

    private static List<PaperId> aliases(@Nullable CataloguedPaper paper) {
        return paper == null || paper.status() == PaperStatus.MERGED
                ? List.of()
                : paper.summary().aliases();
    }

    private static void storeAliases(
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

    /**
     * Stores a past moment. The moment that had the same key in the ring is removed.
     *
     * @param written on the services' clock; a moment that was ahead of it is left out, now and in
     *     each replay
     */
    private static void storePast(
            KeyValueStore<String, byte[]> past,
            String key,
            byte @Nullable [] value,
            Instant written) {
        if (EventCodec.PAST_RANKINGS.decode(value, written, RankingSettings.PAST_TOLERANCE)
                        instanceof Decoded.Event<PastRankings>(PastRankings rankings)
                && rankings.key().equals(key)) {
            byte[] replaced = past.get(RING + key);
            if (replaced != null) {
                past.delete(pastKey(rankings.category(), ByteBuffer.wrap(replaced).getLong()));
            }
            long second = rankings.at().getEpochSecond();
            past.put(RING + key, ByteBuffer.allocate(8).putLong(0, second).array());
            past.put(pastKey(rankings.category(), second), StoredPastRankings.toBytes(rankings));
        }
    }

    /** Kafka's own time of a record, of which the delay is told. */
    private static TimestampExtractor telling(ReadDelay delay) {
        return (message, _) -> {
            delay.read(message.topic(), message.partition(), message.timestamp());
            return Math.max(0, message.timestamp());
        };
    }

    private static void add(
            Topology topology,
            TimestampExtractor time,
            Topics topics,
            Topic topic,
            String store,
            RecordHandler handler) {
        topology.addGlobalStore(
                store(store),
                store + "-in",
                time,
                Serdes.String().deserializer(),
                Serdes.ByteArray().deserializer(),
                topics.name(topic),
                store + "-keep",
                () -> new StoreUpdater(store, handler));
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled();
    }

    /** Applies a record to its store; it was written at that time of the machine. */
    private interface RecordHandler {
        void handle(
                KeyValueStore<String, byte[]> store,
                String key,
                byte @Nullable [] value,
                Instant written);
    }

    private static final class StoreUpdater implements Processor<String, byte[], Void, Void> {

        private final String name;
        private final RecordHandler handler;
        private @Nullable KeyValueStore<String, byte[]> store;

        StoreUpdater(String name, RecordHandler handler) {
            this.name = name;
            this.handler = handler;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(name);
        }

        @Override
        public void process(Record<String, byte[]> message) {
            if (store == null || message.key() == null) {
                return;
            }
            try {
                handler.handle(
                        store,
                        message.key(),
                        message.value(),
                        Instant.ofEpochMilli(message.timestamp()));
            } catch (KafkaException | UnreadableBytesException e) {
                // The stores' failure, not the record's.
                throw e;
            } catch (RuntimeException | StackOverflowError e) {
                // The one thread that fills all stores must not end; each replica reads the record,
                // so none of them is to write the dead letter.
                LOG.warnf(e, "A record is left out of a store. store=%s", name);
            }
        }
    }
}
