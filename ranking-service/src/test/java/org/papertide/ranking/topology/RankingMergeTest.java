package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventCodec;
import org.papertide.events.Links;
import org.papertide.events.PaperId;
import org.papertide.events.PaperSummary;
import org.papertide.events.PastRankings;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.ranking.model.RankingKind;
import org.papertide.testing.Growth;

class RankingMergeTest {

    private static final long START = 1_741_000_000;
    private static final byte[] REASONS = "[]".getBytes(StandardCharsets.UTF_8);

    private final MemoryStore<String> candidates = new MemoryStore<>("candidates");
    private final MemoryStore<String> texts = new MemoryStore<>("texts");
    private final MemoryStore<String> progress = new MemoryStore<>("progress");
    private final MemoryStore<String> past = new MemoryStore<>("past");
    private final Map<String, byte[]> published = new LinkedHashMap<>();
    private final Set<PastRankings> chronicle = new LinkedHashSet<>();
    private int publications;
    private long millis = 1_000_000;

    private RankingMerge merger(int sources) {
        RankingMerge merger =
                new RankingMerge(
                        sources,
                        candidates,
                        texts,
                        progress,
                        past,
                        new RankingMerge.Publisher() {
                            @Override
                            public void ranking(RankingKey key, Instant asOf, byte[] json) {
                                published.put(key.toString(), json);
                                publications++;
                            }

                            @Override
                            public void past(PastRankings rankings) {
                                assertThat(chronicle.add(rankings)).as("told once").isTrue();
                            }

                            @Override
                            public void failed(String category, RuntimeException failure) {
                                throw failure;
                            }
                        });
        merger.load(millis);
        return merger;
    }

    @Test
    void waitsForEveryPartition() {
        RankingMerge merger = merger(2);
        merger.take(candidate(0, START, 1, 5.0), millis);
        merger.take(new MergeInput.Tick(0, START), millis);
        merger.publish(millis);
        assertThat(published).isEmpty();

        merger.take(candidate(1, START, 2, 7.0), millis);
        merger.take(new MergeInput.Tick(1, START), millis);
        merger.publish(millis);

        assertThat(ids("rising/day")).containsExactly("2501.00002", "2501.00001");
    }

    @Test
    void doesNotWaitForAPartitionThatHasFallenSilent() {
        RankingMerge merger = merger(2);
        merger.take(new MergeInput.Tick(1, START), millis);
        for (int second = 0; second <= 31; second++) {
            merger.take(candidate(0, START + second, 1, 5.0 + second), millis);
            merger.take(new MergeInput.Tick(0, START + second), millis);
            millis += 1000;
            merger.publish(millis);
        }

        assertThat(ids("rising/day")).containsExactly("2501.00001");
        assertThat(merger.now()).isEqualTo(START + 31);
    }

    @Test
    void seesAtOnceWhatIsToldAfterTheTick() {
        RankingMerge merger = merger(1);
        merger.take(new MergeInput.Tick(0, START), millis);
        merger.take(candidate(0, START, 1, 5.0, "cs.LG"), millis);
        merger.publish(millis);

        assertThat(ids("top/month/cs.LG")).containsExactly("2501.00001");
        assertThat(ranking("top/month/cs.LG").asOf()).isEqualTo(Instant.ofEpochSecond(START));
    }

    @Test
    void publishesAKeyOnceASecondAndOnlyIfItChanged() {
        RankingMerge merger = merger(1);
        tick(merger, START, candidate(0, START, 1, 5.0));
        merger.publish(millis);
        int first = publications;
        tick(merger, START + 1, candidate(0, START + 1, 1, 6.0));
        merger.publish(millis + 500);
        assertThat(publications).isEqualTo(first);
        merger.publish(millis + 1000);
        assertThat(publications).isEqualTo(2 * first);

        tick(merger, START + 2, candidate(0, START + 2, 1, 6.0));
        merger.publish(millis + 2000);
        assertThat(publications).isEqualTo(2 * first);
        assertThat(ranking("rising/day").asOf()).isEqualTo(Instant.ofEpochSecond(START + 1));
    }

    @Test
    void hasTheSameLastRankingsWhicheverPartitionRunsAhead() {
        List<List<MergeInput>> told = history(4, 3 * 3600, 11);
        Map<String, byte[]> inStep = replay(told, new Random(1), 1);
        Set<PastRankings> past = Set.copyOf(chronicle);
        assertThat(past).hasSizeGreaterThan(2 * 10);
        for (int seed = 2; seed < 6; seed++) {
            Map<String, byte[]> other = replay(told, new Random(seed), 400);
            assertThat(other.keySet()).isEqualTo(inStep.keySet());
            other.forEach((key, value) -> assertThat(value).as(key).isEqualTo(inStep.get(key)));
            assertThat(chronicle).isEqualTo(past);
        }
    }

    @Test
    void goesOnAfterARestartWhereItStood() {
        List<List<MergeInput>> told = history(2, 26 * 3600, 5);
        Map<String, byte[]> atOnce = replay(told, new Random(1), 1);
        Set<PastRankings> past = Set.copyOf(chronicle);

        clear();
        RankingMerge merger = merger(2);
        List<MergeInput> all = new ArrayList<>();
        for (int i = 0; i < told.getFirst().size(); i++) {
            for (List<MergeInput> source : told) {
                if (i < source.size()) {
                    all.add(source.get(i));
                }
            }
        }
        int count = 0;
        for (MergeInput input : all) {
            merger.take(input, millis);
            if (++count % 97 == 0) {
                millis += 1000;
                merger.publish(millis);
            }
            if (count % 501 == 0) {
                merger = merger(2);
            }
        }
        merger.publish(millis + 5000);

        published.forEach((key, value) -> assertThat(value).as(key).isEqualTo(atOnce.get(key)));
        assertThat(published.keySet()).isEqualTo(atOnce.keySet());
        assertThat(chronicle).isEqualTo(past);
    }

    @Test
    void tellsThePastWhereItIsNotKeptForLongEnough() {
        long midnight = START / 86_400 * 86_400;
        RankingMerge merger = merger(1);
        tick(merger, midnight, candidate(0, midnight, 1, 5.0), candidate(0, midnight, 2, 4.0));
        // Another value, the first one again, which is kept from midnight on, and one that stays.
        tick(merger, midnight + 900, candidate(0, midnight + 900, 2, 9.0));
        tick(merger, midnight + 1800, candidate(0, midnight + 1800, 2, 4.0));
        tick(merger, midnight + 3600);
        tick(merger, midnight + 4500, candidate(0, midnight + 4500, 2, 9.0));
        tick(merger, midnight + 2 * 86_400);

        List<PastRankings> all =
                chronicle.stream().filter(past -> past.category() == null).toList();
        assertThat(all)
                .extracting(past -> past.at().getEpochSecond() - midnight)
                .containsExactly(0L, 900L, 1800L, 4500L, 7200L, 86_400L);
        PastRankings second = all.get(1);
        assertThat(second.papers()).extracting(PaperId::value).containsExactly(id(2), id(1));
        assertThat(second.rankings())
                .hasSize(RankingKind.COUNT)
                .allSatisfy(places -> {
                    assertThat(places.papers()).containsExactly(0, 1);
                    assertThat(places.scores()).containsExactly(9.0, 5.0);
                });
    }

    @Test
    void tellsOnceThatARankingHasBecomeEmpty() {
        long quarter = START / 900 * 900;
        RankingMerge merger = merger(1);
        tick(merger, quarter + 1, candidate(0, quarter + 1, 1, 5.0));
        tick(merger, quarter + 900);
        tick(merger, quarter + 901, new MergeInput.Withdrawal(0, quarter + 901, "", id(1)));
        tick(merger, quarter + 7 * 86_400);

        assertThat(chronicle.stream().filter(past -> past.category() == null))
                .extracting(PastRankings::papers)
                .hasSizeLessThanOrEqualTo(4)
                .last()
                .isEqualTo(List.of());
    }

    @Test
    void republishesNothingAfterARestart() {
        RankingMerge merger = merger(1);
        tick(merger, START, candidate(0, START, 1, 5.0));
        merger.publish(millis);
        int before = publications;

        RankingMerge again = merger(1);
        tick(again, START + 1);
        again.publish(millis + 5000);

        assertThat(publications).isEqualTo(before);
    }

    @Test
    void ranksNoMoreWhatIsWithdrawn() {
        RankingMerge merger = merger(1);
        tick(merger, START, candidate(0, START, 1, 5.0));
        merger.publish(millis);
        tick(merger, START + 1, new MergeInput.Withdrawal(0, START + 1, "", "arxiv:2501.00001"));
        merger.publish(millis + 1000);

        assertThat(ids("rising/day")).isEmpty();
        assertThat(ids("rising/day/cs.LG")).containsExactly("2501.00001");
        assertThat(texts.approximateNumEntries()).isEqualTo(1);
    }

    @Test
    void tellsTheRankAtTheLastQuarterADayBefore() {
        RankingMerge merger = merger(1);
        long quarter = START / 900 * 900;
        tick(merger, quarter, candidate(0, quarter, 1, 5.0), candidate(0, quarter, 2, 4.0));
        tick(merger, quarter + 900);
        tick(merger, quarter + 1000, candidate(0, quarter + 1000, 2, 9.0));
        tick(merger, quarter + 86_400 + 899);
        merger.publish(millis);
        assertThat(previousRanks("rising/week")).containsExactly(2, 1);

        tick(merger, quarter + 86_400 + 1800);
        merger.publish(millis + 2000);
        assertThat(previousRanks("rising/week")).containsExactly(1, 2);
        assertThat(past.approximateNumEntries()).isLessThanOrEqualTo(12 * 2);
    }

    /** It is the same paper, and no newcomer. */
    @Test
    void tellsTheRankThatAPaperHadUnderAnotherIdentity() {
        RankingMerge merger = merger(1);
        long quarter = START / 900 * 900;
        tick(merger, quarter, candidate(0, quarter, 1, 5.0), candidate(0, quarter, 2, 4.0));
        tick(merger, quarter + 900);
        long later = quarter + 1000;
        tick(
                merger,
                later,
                new MergeInput.Withdrawal(0, later, "", id(1)),
                new MergeInput.Withdrawal(0, later, "", id(2)),
                candidate(0, later, summary(3, id(2), id(1)), 9.0, ""),
                candidate(0, later, summary(4), 8.0, ""));
        tick(merger, quarter + 86_400 + 899);
        merger.publish(millis);

        assertThat(ids("rising/week")).containsExactly("2501.00003", "2501.00004");
        assertThat(previousRanks("rising/week")).containsExactly(1, null);
    }

    @Test
    void writesWhatTheContractReads() {
        RankingMerge merger = merger(1);
        tick(merger, START, candidate(0, START, 1, 5.25), candidate(0, START, 2, 0.001));
        merger.publish(millis);

        Ranking ranking = ranking("top/week/cs.LG");
        assertThat(new String(published.get("top/week/cs.LG"), StandardCharsets.UTF_8))
                .isEqualTo(new String(EventCodec.RANKING.encode(ranking), StandardCharsets.UTF_8));
        assertThat(ranking.entries()).extracting(Ranking.Entry::rank).containsExactly(1, 2);
    }

    /** 300 rankings that change each second: 60 of all readers' pages, and nobody could follow. */
    @Test
    void publishesNoMoreThanAConsumerCanFollowWhateverChanges() {
        RankingMerge merger = merger(1);
        int categories = 50;
        int seconds = 60;
        for (int second = 0; second < seconds; second++) {
            for (int category = 0; category < categories; category++) {
                merger.take(
                        candidate(0, START + second, category, 1 + second, "cs." + category),
                        millis);
            }
            merger.take(candidate(0, START + second, 1, 1 + second), millis);
            merger.take(new MergeInput.Tick(0, START + second), millis);
            for (int step = 0; step < 4; step++) {
                millis += 250;
                merger.publish(millis);
            }
        }
        assertThat(publications)
                .isLessThanOrEqualTo(
                        RankingKind.COUNT * (seconds + 1)
                                + RankingMerge.BURST
                                + RankingMerge.MOST_PER_SECOND * seconds);
        // Those of all papers do not wait, and none of the others starves.
        assertThat(ranking("rising/day").asOf()).isEqualTo(Instant.ofEpochSecond(START + 59));
        for (int category = 0; category < categories; category++) {
            assertThat(ranking("top/week/cs." + category).asOf())
                    .isAfter(Instant.ofEpochSecond(START + 59 - 2L * categories * 6 / 20));
        }

        for (int second = 0; second < 20; second++) {
            millis += 1000;
            merger.publish(millis);
        }
        for (int category = 0; category < categories; category++) {
            assertThat(ranking("top/week/cs." + category).asOf())
                    .isEqualTo(Instant.ofEpochSecond(START + 59));
        }
    }

    @Test
    void catchesUpInStepsSoThatNoneTakesLong() {
        RankingMerge merger = merger(1);
        tick(merger, START, candidate(0, START, 1, 5.0));
        long far = START + Duration.ofDays(365).toSeconds();
        merger.take(new MergeInput.Tick(0, far), millis);
        assertThat(merger.now()).isLessThan(START + Duration.ofDays(6).toSeconds());

        int steps = 0;
        while (merger.now() < far) {
            merger.publish(millis);
            steps++;
        }
        assertThat(steps).isBetween(60, 80);
        tick(merger, far + 1, candidate(0, far + 1, 2, 6.0));
        merger.publish(millis + 2000);
        assertThat(ids("rising/day")).containsExactly("2501.00002", "2501.00001");
    }

    @Test
    void holdsWhatAPartitionTellsThatIsFarAhead() {
        RankingMerge merger = merger(2);
        merger.take(new MergeInput.Tick(1, START), millis);
        for (int second = 0; second < 700; second++) {
            merger.take(candidate(0, START + second, 1, second + 1), millis);
            merger.take(new MergeInput.Tick(0, START + second), millis);
        }
        merger = merger(2);
        merger.take(new MergeInput.Tick(1, START + 700), millis);
        merger.take(new MergeInput.Tick(0, START + 700), millis);
        merger.publish(millis + 2000);
        assertThat(ranking("rising/day").entries().getFirst().score()).isEqualTo(700);
    }

    @Test
    void takesPapersInProportionToTheirNumber() {
        Growth.assertLinear(
                4_000,
                count ->
                        IntStream.range(0, count)
                                .mapToObj(number -> candidate(0, START, number, number))
                                .toArray(MergeInput[]::new),
                told -> {
                    clear();
                    RankingMerge merger = merger(1);
                    tick(merger, START, told);
                    merger.publish(millis);
                    assertThat(published).isNotEmpty();
                });
    }

    @Test
    void takesWhatIsToldAheadInProportionToItsSeconds() {
        Growth.assertLinear(
                2_000,
                count ->
                        IntStream.range(0, count)
                                .mapToObj(second -> candidate(0, START + second, 1, second + 1))
                                .toArray(MergeInput[]::new),
                told -> {
                    clear();
                    RankingMerge merger = merger(2);
                    merger.take(new MergeInput.Tick(1, START), millis);
                    tick(merger, START + told.length, told);
                    merger.take(new MergeInput.Tick(1, START + told.length), millis);
                    merger.publish(millis);
                    assertThat(published).isNotEmpty();
                });
    }

    /** What partitions tell in so many seconds, some papers coming and going. */
    private static List<List<MergeInput>> history(int sources, int seconds, long seed) {
        Random random = new Random(seed);
        List<List<MergeInput>> told = new ArrayList<>();
        for (int source = 0; source < sources; source++) {
            List<MergeInput> own = new ArrayList<>();
            for (long second = START; second <= START + seconds; second += 30) {
                if (random.nextInt(3) == 0) {
                    int number = source + sources * random.nextInt(40);
                    String id = id(number);
                    String category = random.nextBoolean() ? "" : "cs.LG";
                    own.add(
                            random.nextInt(6) == 0
                                    ? new MergeInput.Withdrawal(source, second, category, id)
                                    : candidate(
                                            source, second, number, random.nextInt(50), category));
                }
                own.add(new MergeInput.Tick(source, second));
            }
            told.add(own);
        }
        return told;
    }

    /** Takes up to so many inputs of one partition at a time, and publishes now and then. */
    private Map<String, byte[]> replay(List<List<MergeInput>> told, Random random, int most) {
        clear();
        RankingMerge merger = merger(told.size());
        List<Deque<MergeInput>> rest = new ArrayList<>();
        told.forEach(source -> rest.add(new ArrayDeque<>(source)));
        while (rest.stream().anyMatch(source -> !source.isEmpty())) {
            Deque<MergeInput> next = rest.get(random.nextInt(rest.size()));
            for (int i = random.nextInt(most) + 1; i > 0 && !next.isEmpty(); i--) {
                merger.take(next.remove(), millis);
            }
            if (random.nextInt(10) == 0) {
                millis += random.nextInt(3000);
                merger.publish(millis);
            }
        }
        merger.publish(millis + 5000);
        return new LinkedHashMap<>(published);
    }

    private void clear() {
        for (MemoryStore<String> store : List.of(candidates, texts, progress, past)) {
            store.all().forEachRemaining(entry -> store.delete(entry.key));
        }
        published.clear();
        chronicle.clear();
    }

    private void tick(RankingMerge merger, long second, MergeInput... told) {
        for (MergeInput input : told) {
            merger.take(input, millis);
            if (input instanceof MergeInput.Candidate c && c.category().isEmpty()) {
                merger.take(
                        new MergeInput.Candidate(
                                c.partition(),
                                c.at(),
                                "cs.LG",
                                c.id(),
                                c.version(),
                                c.summaryJson()),
                        millis);
            }
        }
        merger.take(new MergeInput.Tick(0, second), millis);
    }

    private static MergeInput.Candidate candidate(int source, long at, int number, double value) {
        return candidate(source, at, number, value, "");
    }

    private static MergeInput.Candidate candidate(
            int source, long at, int number, double value, String category) {
        return candidate(source, at, summary(number), value, category);
    }

    private static MergeInput.Candidate candidate(
            int source, long at, PaperSummary paper, double value, String category) {
        double[] values = new double[RankingKind.COUNT];
        Arrays.fill(values, value);
        return new MergeInput.Candidate(
                source,
                at,
                category,
                paper.id().value(),
                new MergeInput.Version(START, values, REASONS),
                PaperEntry.json(paper));
    }

    private static String id(int number) {
        return "arxiv:2501.%05d".formatted(number);
    }

    private static PaperSummary summary(int number, String... aliases) {
        return new PaperSummary(
                new PaperId(id(number)),
                "On \"" + number + "\" and ünïcode",
                List.of(),
                0,
                null,
                List.of("cs.LG"),
                "cs.LG",
                Links.none(),
                null,
                null,
                Arrays.stream(aliases).map(PaperId::new).toList(),
                null,
                List.of(),
                null);
    }

    private Ranking ranking(String key) {
        byte[] json = published.get(key);
        if (json == null) {
            throw new AssertionError("never published: " + key);
        }
        return StreamDriver.event(EventCodec.RANKING, json);
    }

    private List<String> ids(String key) {
        return StreamDriver.ids(ranking(key));
    }

    private List<@Nullable Integer> previousRanks(String key) {
        List<@Nullable Integer> ranks = new ArrayList<>();
        ranking(key).entries().forEach(entry -> ranks.add(entry.previousRank()));
        return ranks;
    }
}
