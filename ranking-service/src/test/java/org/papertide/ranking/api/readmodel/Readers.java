package org.papertide.ranking.api.readmodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.PaperSummary;
import org.papertide.events.PastRankings;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Topic;
import org.papertide.events.Topics;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.platform.loop.ReadDelay;
import org.papertide.testing.SamplePaper;

/** The readers' stores in a driver, filled by the records that a test sends. */
public final class Readers implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2025-03-03T12:00:00Z");
    public static final RankingKey RISING_DAY = new RankingKey(Order.RISING, Window.DAY, null);

    private final Topics topics = new Topics("t.", 1, (short) 1);
    private final TopologyTestDriver driver;
    private final Path state;
    public final List<String> changed = new ArrayList<>();
    final CategorySpellings spellings = new CategorySpellings();
    public final ReadModel readModel;
    public final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    public Readers() {
        try {
            state = Files.createTempDirectory("papertide-readers-test");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        Topology topology =
                ReadModelStores.topology(
                        topics,
                        Duration.ZERO,
                        new ReadDelay(),
                        key -> {
                            spellings.add(key);
                            changed.add(key);
                        });
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "readers");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(topology, settings, NOW);
        readModel = new ReadModel(driver::getKeyValueStore, spellings);
    }

    public Readers send(Paper paper) {
        return send(Topic.PAPERS, EventCodec.PAPER.key(paper), EventCodec.PAPER.encode(paper));
    }

    public Readers send(Score score) {
        return send(Topic.SCORES, EventCodec.SCORE.key(score), EventCodec.SCORE.encode(score));
    }

    public Readers send(Ranking ranking) {
        return send(
                Topic.RANKINGS,
                EventCodec.RANKING.key(ranking),
                EventCodec.RANKING.encode(ranking));
    }

    public Readers send(PastRankings past) {
        return send(Topic.PAST_RANKINGS, past.key(), EventCodec.PAST_RANKINGS.encode(past));
    }

    public Readers send(Topic topic, String key, byte @Nullable [] value) {
        driver.createInputTopic(
                        topics.name(topic), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value);
        return this;
    }

    /** Reads the same stores and has seen nothing come. */
    public ReadModel restartedReadModel() {
        return new ReadModel(driver::getKeyValueStore, new CategorySpellings());
    }

    /** The same stores for a replica at a broker, to be started and closed by its caller. */
    public static KafkaStreams replica(Topics topics, Properties settings) {
        return new KafkaStreams(
                ReadModelStores.topology(topics, Duration.ZERO, new ReadDelay(), _ -> {}),
                settings);
    }

    /** Reads the stores of such a replica. */
    public static ReadModel readModel(KafkaStreams replica) {
        return new ReadModel(
                name ->
                        replica.store(
                                StoreQueryParameters.fromNameAndType(
                                        name, QueryableStoreTypes.keyValueStore())),
                new CategorySpellings());
    }

    public long size(String store) {
        long size = 0;
        try (KeyValueIterator<Object, Object> all = driver.getKeyValueStore(store).all()) {
            for (; all.hasNext(); all.next()) {
                size++;
            }
        }
        return size;
    }

    public static PaperId id(int number) {
        return SamplePaper.id("2501", number);
    }

    public static Paper paper(int number, Instant listed, String... categories) {
        return paper(number, 1, listed, PaperStatus.LISTED, null, List.of(), categories);
    }

    public static Paper paper(
            int number,
            long revision,
            Instant listed,
            PaperStatus status,
            @Nullable PaperId mergedInto,
            List<PaperId> aliases,
            String... categories) {
        return SamplePaper.of(id(number), listed)
                .revision(revision)
                .title("On the matter of " + number)
                .abstractText("We show what there is to show about " + number + ".")
                .authors(List.of("Ada Lovelace"))
                .aliases(aliases)
                .categories(categories)
                .status(status, mergedInto)
                .build();
    }

    public static Reason upvotes() {
        return new Reason("UPVOTES", "huggingface", 42, 42, 6, 3, 1, null);
    }

    public static Reason recency() {
        return new Reason(Reason.RECENCY, null, 0, 0, 3, 0, 1, null);
    }

    public static Score score(
            Paper paper, double value, Reason reason, Map<Window, Boolean> inTop) {
        Map<Window, WindowScore> windows = new HashMap<>();
        inTop.forEach((window, top) ->
                windows.put(window, new WindowScore(value, top ? 2 * value : 0, top)));
        return new Score(PaperSummary.of(paper), value, windows, List.of(reason), NOW, "1");
    }

    public static Ranking ranking(RankingKey key, Instant asOf, double firstScore, int... numbers) {
        List<Ranking.Entry> entries = new ArrayList<>();
        for (int number : numbers) {
            entries.add(
                    new Ranking.Entry(
                            entries.size() + 1,
                            null,
                            firstScore - entries.size(),
                            List.of(upvotes()),
                            PaperSummary.of(paper(number, NOW, "cs.LG")).forRanking()));
        }
        return new Ranking(key.order(), key.window(), key.category(), asOf, entries);
    }

    /** Past rankings of which rising/day alone holds papers. */
    public static PastRankings past(
            @Nullable String category, Instant at, double firstScore, int... numbers) {
        List<PaperId> ids = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        for (int number : numbers) {
            positions.add(ids.size());
            scores.add(firstScore - ids.size());
            ids.add(id(number));
        }
        return new PastRankings(
                category,
                at,
                ids,
                numbers.length == 0
                        ? List.of()
                        : List.of(
                                new PastRankings.Places(
                                        Order.RISING, Window.DAY, positions, scores)));
    }

    @Override
    public void close() {
        driver.close();
        try (var files = Files.walk(state)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
