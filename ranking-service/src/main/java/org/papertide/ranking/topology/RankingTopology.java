package org.papertide.ranking.topology;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.loop.ReadDelay;
import org.papertide.platform.tracing.Traces;
import org.papertide.ranking.model.TrendModel;

/** Wires the two stages, their stores and their topics together. */
public final class RankingTopology {

    /**
     * Raised by one with each new format of anything that is stored, or on its way to the merge. A
     * release that cannot read the state it finds rebuilds it under a name with this number. So it
     * never reads state that a release with other formats has rebuilt.
     */
    public static final int STATE_GENERATION = 1;

    /** The producer of the events: their CloudEvents source. */
    public static final String SOURCE = "/papertide/ranking";

    /** What the stream reads. */
    public static final List<Topic> INPUTS =
            Stream.concat(ScoringProcessor.INPUTS.stream(), Stream.of(Topic.PAST_RANKINGS))
                    .toList();

    /** The catalogue store, which holds texts. */
    public static final String PAPERS = "papers";

    /** The store of papers' states and signals. */
    public static final String TRENDS = "trends";

    static final String CANDIDATES = "candidates";
    static final String TEXTS = "texts";
    static final String PROGRESS = "progress";
    static final String PAST = "past";

    private static final Set<String> UNCACHED = Set.of(PAPERS, TEXTS);

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private static final Serde<StageOutput> OUTPUTS =
            Serdes.serdeFrom(
                    (_, output) -> written(output),
                    (_, _) -> {
                        throw new UnsupportedOperationException("written only");
                    });

    private final Topics topics;
    private final TrendModel model;
    private final StreamRules rules;
    private final StreamCounts counts;
    private final CommitPace pace = new CommitPace();
    private final ReadDelay delay = new ReadDelay();
    private final Traces traces;
    private final Function<String, KeyValueBytesStoreSupplier> stores;

    /** A topology over these topics, with this score. */
    public RankingTopology(
            Topics topics,
            TrendModel model,
            StreamRules rules,
            MeterRegistry registry,
            Traces traces) {
        this(topics, model, rules, registry, traces, Stores::persistentKeyValueStore);
    }

    /** The same with stores of another kind. */
    RankingTopology(
            Topics topics,
            TrendModel model,
            StreamRules rules,
            MeterRegistry registry,
            Traces traces,
            Function<String, KeyValueBytesStoreSupplier> stores) {
        this.topics = topics;
        this.model = model;
        this.rules = rules;
        this.counts = new StreamCounts(registry);
        this.traces = traces;
        this.stores = stores;
    }

    /** Receives each record that is read. */
    public ReadDelay delay() {
        return delay;
    }

    /** The topology; node and store names are part of the stored state and stay as they are. */
    public Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        List<String> inputs = ScoringProcessor.INPUTS.stream().map(topics::name).toList();
        KStream<byte[], StageOutput> scored =
                builder.stream(
                                inputs,
                                Consumed.with(BYTES, BYTES)
                                        .withTimestampExtractor(new MachineTime(delay))
                                        .withName("inputs"))
                        .process(
                                supplier(
                                        () ->
                                                new ScoringProcessor(
                                                        topics, model, rules, counts, pace, traces),
                                        List.of(PAPERS, TRENDS)),
                                Named.as("scoring"));
        toTopics(scored, "scored");
        KStream<byte[], StageOutput> merged =
                scored.filter((_, value) -> value instanceof StageOutput.ToMerge, Named.as("told"))
                        .mapValues(RankingTopology::toMerge, Named.as("told-bytes"))
                        .repartition(
                                Repartitioned.with(BYTES, BYTES)
                                        .withName("candidates")
                                        .withNumberOfPartitions(topics.partitions())
                                        .withStreamPartitioner(byCategory()))
                        .process(
                                supplier(
                                        () ->
                                                new MergeProcessor(
                                                        topics.partitions(), counts, pace, traces),
                                        List.of(CANDIDATES, TEXTS, PROGRESS, PAST)),
                                Named.as("merging"));
        toTopics(merged, "merged");
        // Its name comes after those of the other sources: they keep their places among the tasks.
        KStream<byte[], StageOutput> checked =
                builder.stream(
                                topics.name(Topic.PAST_RANKINGS),
                                Consumed.with(BYTES, BYTES)
                                        .withTimestampExtractor(new MachineTime(delay))
                                        .withName("past-rankings"))
                        .process(
                                () -> new PastRankingsProcessor(rules.clockOffset(), counts),
                                Named.as("checking"));
        toTopics(checked, "checked");
        return builder.build();
    }

    private void toTopics(KStream<byte[], StageOutput> outputs, String name) {
        outputs.filter((_, value) -> value instanceof StageOutput.ToTopic, Named.as(name))
                .to(
                        (_, value, _) -> topics.name(((StageOutput.ToTopic) value).topic()),
                        Produced.with(BYTES, OUTPUTS).withName(name + "-out"));
    }

    private static byte @Nullable [] written(StageOutput output) {
        return switch (output) {
            case StageOutput.ToTopic(_, byte[] value) -> value;
            case StageOutput.ToMerge(byte[] value) -> value;
        };
    }

    private static byte[] toMerge(StageOutput output) {
        return switch (output) {
            case StageOutput.ToMerge(byte[] value) -> value;
            case StageOutput.ToTopic _ -> throw new IllegalStateException("not for the merge");
        };
    }

    /**
     * By category. A message without a key goes to every merge.
     *
     * <p>Kafka 4.4 deprecates the one method that the interface lets us implement; its successor,
     * with headers, has a default that calls it.
     */
    @SuppressWarnings("removal")
    private static StreamPartitioner<byte[], byte[]> byCategory() {
        return RankingTopology::partitions;
    }

    private static Optional<Set<Integer>> partitions(
            String topic, byte[] key, byte[] value, int count) {
        if (key.length == 0) {
            return Optional.of(
                    IntStream.range(0, count)
                            .boxed()
                            .collect(Collectors.toCollection(HashSet::new)));
        }
        return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(key)) % count));
    }

    private ProcessorSupplier<byte[], byte[], byte[], StageOutput> supplier(
            Supplier<Processor<byte[], byte[], byte[], StageOutput>> processor,
            List<String> names) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte[], byte[], StageOutput> get() {
                return processor.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return names.stream()
                        .map(RankingTopology.this::store)
                        .collect(Collectors.toUnmodifiableSet());
            }
        };
    }

    /**
     * Cached, so that what is written many times between two commits is stored once; but texts,
     * which are not, and would take the cache from what is read at each signal.
     */
    private StoreBuilder<KeyValueStore<String, byte[]>> store(String name) {
        StoreBuilder<KeyValueStore<String, byte[]>> store =
                Stores.keyValueStoreBuilder(stores.apply(name), Serdes.String(), BYTES)
                        .withLoggingEnabled(Map.of());
        return UNCACHED.contains(name) ? store : store.withCachingEnabled();
    }
}
