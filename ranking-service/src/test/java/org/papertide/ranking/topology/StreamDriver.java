package org.papertide.ranking.topology;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Breakout;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.Ranking;
import org.papertide.events.Score;
import org.papertide.events.Signal;
import org.papertide.events.Tick;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.platform.tracing.Traces;
import org.papertide.ranking.model.TrendModel;

/** The topology in a driver, on a clock of its own: one partition, no broker. */
public final class StreamDriver implements AutoCloseable {

    private static final TrendModel PRIORS = TrendModel.shipped();

    private final Topics topics = new Topics("t.", 1, (short) 1);
    private final StreamRules rules;
    private final Path state;
    private final Map<String, MemoryStore<Bytes>> stores = new HashMap<>();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private static final StreamRules USUAL =
            new StreamRules(
                    Duration.ZERO,
                    Duration.ofMinutes(5),
                    Duration.ofDays(30),
                    10_000,
                    Duration.ofDays(7));

    private final Map<String, byte[]> last = new LinkedHashMap<>();
    private boolean running = true;
    private TopologyTestDriver driver;

    /** The services' clock, and the machine's, which runs ahead so that the merge publishes. */
    private Instant now;

    private Instant machine;

    public StreamDriver(Instant start) {
        this(start, USUAL);
    }

    StreamDriver(Instant start, StreamRules rules) {
        this.rules = rules;
        now = start;
        machine = start;
        try {
            state = Files.createTempDirectory("papertide-ranking-test");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        driver = start();
    }

    private TopologyTestDriver start() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "ranking");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        return new TopologyTestDriver(
                new RankingTopology(topics, PRIORS, rules, registry, Traces.OFF, this::kept)
                        .build(),
                settings,
                machine);
    }

    /** A store that is there again after a restart. */
    private KeyValueBytesStoreSupplier kept(String name) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return stores.computeIfAbsent(name, MemoryStore::new);
            }

            @Override
            public String metricsScope() {
                return "memory";
            }
        };
    }

    /** Stops and starts again with what is in the stores; what was not read by then is lost. */
    StreamDriver restart() {
        lastRankings();
        running = false;
        driver.close();
        driver = start();
        running = true;
        return this;
    }

    public Instant now() {
        return now;
    }

    /** Time passes in one step. */
    public StreamDriver pass(Duration time) {
        now = now.plus(time);
        advance(time);
        tick();
        // The merge catches up five days at a time.
        for (long days = time.toDays(); days > 0; days -= 5) {
            advance(Duration.ofMillis(1100));
        }
        return this;
    }

    /** A tick of the present second, and time for the merge to publish. */
    public StreamDriver tick() {
        Tick tick = new Tick(now);
        send(Topic.TICKS, EventCodec.TICK.key(tick), EventCodec.TICK.encode(tick));
        advance(Duration.ofMillis(1100));
        return this;
    }

    private void advance(Duration time) {
        machine = machine.plus(time);
        driver.advanceWallClockTime(time);
    }

    public StreamDriver paper(Paper paper) {
        send(Topic.PAPERS, EventCodec.PAPER.key(paper), EventCodec.PAPER.encode(paper));
        return this;
    }

    public StreamDriver signal(Signal signal) {
        send(Topic.SIGNALS, EventCodec.SIGNAL.key(signal), EventCodec.SIGNAL.encode(signal));
        return this;
    }

    void send(Topic topic, @Nullable String key, byte @Nullable [] value) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(
                        topics.name(topic), new ByteArraySerializer(), new ByteArraySerializer());
        input.pipeInput(
                new TestRecord<>(
                        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                        value,
                        new RecordHeaders(),
                        now));
    }

    List<TestRecord<byte[], byte[]>> read(Topic topic) {
        return read(topics.name(topic));
    }

    private List<TestRecord<byte[], byte[]>> read(String topic) {
        // The driver complains of a topic to which nothing has gone yet.
        if (!driver.producedTopicNames().contains(topic)) {
            return List.of();
        }
        return driver.createOutputTopic(
                        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<@Nullable Score> scores() {
        List<@Nullable Score> scores = new ArrayList<>();
        for (TestRecord<byte[], byte[]> message : read(Topic.SCORES)) {
            byte[] value = message.value();
            scores.add(value == null ? null : event(EventCodec.SCORE, value));
        }
        return scores;
    }

    public List<Breakout> breakouts() {
        return read(Topic.BREAKOUTS).stream()
                .map(message -> event(EventCodec.BREAKOUT, message.value()))
                .toList();
    }

    /** The last value of each ranking that was published since this was last asked. */
    Map<String, Ranking> rankings() {
        Map<String, Ranking> rankings = new LinkedHashMap<>();
        rankingBytes().forEach((key, value) -> rankings.put(key, event(EventCodec.RANKING, value)));
        return rankings;
    }

    /** The last value of a ranking, also if it was published earlier. */
    public Ranking ranking(String key) {
        byte[] value = lastRankings().get(key);
        if (value == null) {
            throw new AssertionError("never published: " + key);
        }
        return event(EventCodec.RANKING, value);
    }

    /** Throws away what has come out so far, but the rankings: a long run cannot keep it all. */
    public void forget() {
        lastRankings();
        List.copyOf(driver.producedTopicNames()).forEach(this::read);
    }

    KeyValueStore<String, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    /** How many records a store holds. */
    long size(String store) {
        return driver.getKeyValueStore(store).approximateNumEntries();
    }

    Map<String, byte[]> rankingBytes() {
        Map<String, byte[]> rankings = new LinkedHashMap<>();
        for (TestRecord<byte[], byte[]> message : read(Topic.RANKINGS)) {
            rankings.put(new String(message.key(), StandardCharsets.UTF_8), message.value());
        }
        last.putAll(rankings);
        return rankings;
    }

    /** The last value of each ranking, as a compacted topic has it. */
    Map<String, byte[]> lastRankings() {
        rankingBytes();
        return last;
    }

    double count(String name) {
        return registry.get("papertide.ranking." + name).counter().count();
    }

    static <T> T event(EventCodec<T> codec, byte[] value) {
        return switch (codec.decode(value)) {
            case Decoded.Event<T>(T event) -> event;
            case Decoded.Tombstone<T> _ -> throw new AssertionError("a tombstone");
            case Decoded.Malformed<T> malformed -> throw new AssertionError(malformed.reason());
        };
    }

    static List<String> ids(@Nullable Ranking ranking) {
        if (ranking == null) {
            throw new AssertionError("no such ranking");
        }
        List<String> ids = new ArrayList<>();
        ranking.entries().forEach(entry -> ids.add(entry.paper().id().name()));
        return ids;
    }

    @Override
    public void close() {
        if (running) {
            driver.close();
        }
        try (var files = Files.walk(state)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
