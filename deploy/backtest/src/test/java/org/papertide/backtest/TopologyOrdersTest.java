package org.papertide.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.papertide.backtest.Replay.Outcome;
import org.papertide.events.Links;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.Ranking;
import org.papertide.events.Signal;
import org.papertide.ranking.model.BreakoutDetector;
import org.papertide.ranking.model.PaperFacts;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.TrendScore;
import org.papertide.ranking.topology.StreamDriver;

/**
 * The orders in {@code rankings.v1} are those of the backtest: what is measured there is what
 * readers get.
 */
class TopologyOrdersTest {

    /** Signals of that long before the first moment are played as well. */
    private static final Duration BEFORE = Duration.ofDays(12);

    @TempDir static Path folder;

    /**
     * What is played.
     *
     * @param tick how often the clock ticks, at least
     */
    record Weeks(String name, Recording recording, List<Moment> moments, Duration tick) {

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void areThoseOfTheBacktest(Weeks weeks) {
        compare(weeks.recording(), weeks.moments(), weeks.tick());
    }

    /**
     * Invented weeks; with {@code -Dpapertide.recorded=true} also two recorded ones, where
     * recordings lie beside the project: they take as long again.
     */
    static Stream<Weeks> recordings() throws IOException {
        Path recorded = Path.of(System.getProperty("papertide.root", ".."), "../shared/data/hf");
        return Boolean.getBoolean("papertide.recorded") && Files.exists(recorded.resolve("raw_api"))
                ? Stream.of(invented(), recorded(recorded))
                : Stream.of(invented());
    }

    private static Weeks invented() throws IOException {
        InventedRecording files = InventedRecording.write(folder);
        Recording recording = Recording.read(files.papers(), files.observations(), files.details());
        List<Moment> moments = new GroundTruth(recording).moments();
        assertThat(moments).hasSize(3 * 15);
        return new Weeks("invented", recording, moments, Duration.ofHours(4));
    }

    private static Weeks recorded(Path data) {
        Recording recording =
                Recording.read(
                        data.resolve("papers.jsonl.gz"),
                        data.resolve("observations.csv.gz"),
                        data.resolve("raw_api"));
        List<Moment> moments =
                new GroundTruth(recording)
                        .moments().stream()
                                .filter(moment -> moment.asOf().compareTo("2025-11-10") >= 0)
                                .filter(moment -> moment.asOf().compareTo("2025-11-22") < 0)
                                .toList();
        assertThat(moments).hasSizeGreaterThan(20);
        return new Weeks("recorded", recording, moments, Duration.ofHours(6));
    }

    /**
     * Plays what was recorded, with the clock's ticks at least that often, and stops to compare.
     */
    private static void compare(Recording recording, List<Moment> moments, Duration tick) {
        Map<String, Map<String, Outcome>> expected = backtest(recording, moments);
        long from = moments.getFirst().time() - BEFORE.toMillis();
        long until = moments.getLast().time();
        NavigableMap<Long, List<Consumer<StreamDriver>>> log = log(recording, from, until);
        TreeMap<Long, String> asked = new TreeMap<>();
        moments.forEach(moment -> asked.put(moment.time(), moment.asOf()));
        TreeSet<Long> times = new TreeSet<>(log.keySet());
        times.addAll(asked.keySet());
        for (long time = from; time < until; time += tick.toMillis()) {
            times.add(time);
        }
        Set<String> brokenOut = new HashSet<>();
        try (StreamDriver stream = new StreamDriver(Instant.ofEpochMilli(from))) {
            for (long time : times) {
                stream.pass(Duration.between(stream.now(), Instant.ofEpochMilli(time)));
                stream.breakouts().forEach(breakout -> brokenOut.add(breakout.paper().id().name()));
                String asOf = asked.get(time);
                if (asOf != null) {
                    Map<String, Outcome> outcomes = Objects.requireNonNull(expected.get(asOf));
                    compare(asOf, outcomes, stream.ranking("rising/week"), Outcome::rising);
                    compare(asOf, outcomes, stream.ranking("top/week"), Outcome::top);
                    outcomes.forEach((id, outcome) ->
                            assertThat(brokenOut.contains(id))
                                    .as("%s has broken out at %s", id, asOf)
                                    .isEqualTo(outcome.alert()));
                }
                log.getOrDefault(time, List.of()).forEach(event -> event.accept(stream));
                stream.breakouts().forEach(breakout -> brokenOut.add(breakout.paper().id().name()));
                stream.forget();
            }
        }
    }

    private static void compare(
            String asOf,
            Map<String, Outcome> outcomes,
            Ranking ranking,
            ToDoubleFunction<Outcome> value) {
        String what = ranking.key() + " at " + asOf;
        List<Double> actual = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        Set<String> missing = new HashSet<>(outcomes.keySet());
        for (Ranking.Entry entry : ranking.entries()) {
            String id = entry.paper().id().name();
            Outcome outcome = outcomes.get(id);
            // The week of the rankings is a little longer than that of the pools.
            if (outcome != null) {
                missing.remove(id);
                actual.add(entry.score());
                expected.add(value.applyAsDouble(outcome));
            }
        }
        assertThat(actual).as(what).isSortedAccordingTo(Comparator.reverseOrder());
        for (int i = 0; i < actual.size(); i++) {
            // Published numbers have six digits.
            assertThat(actual.get(i)).as(what).isCloseTo(expected.get(i), withinPercentage(5e-4));
        }
        if (ranking.entries().size() == Ranking.MAX_ENTRIES) {
            double least = ranking.entries().getLast().score();
            missing.removeIf(id ->
                    value.applyAsDouble(Objects.requireNonNull(outcomes.get(id)))
                            < least * (1 + 5e-6));
        }
        assertThat(missing).as("not in " + what).isEmpty();
    }

    private static Map<String, Map<String, Outcome>> backtest(
            Recording recording, List<Moment> moments) {
        Map<String, List<String>> pools = new LinkedHashMap<>();
        moments.forEach(moment -> pools.put(moment.asOf(), moment.pool()));
        TrendModel model = TrendModel.shipped();
        return new Replay(recording).run(new TrendScore(model), new BreakoutDetector(model), pools);
    }

    /**
     * What ingest publishes of the recorded papers, by time: a paper's change, then its signals.
     */
    private static NavigableMap<Long, List<Consumer<StreamDriver>>> log(
            Recording recording, long from, long until) {
        NavigableMap<Long, List<Consumer<StreamDriver>>> log = new TreeMap<>();
        for (RecordedPaper paper : recording.papers().values()) {
            if (paper.signals().getFirst().time() < from) {
                continue;
            }
            TreeMap<Long, List<Consumer<StreamDriver>>> own = new TreeMap<>();
            paper.answers().forEach(answer -> own.put(answer.time(), new ArrayList<>()));
            paper.signals().forEach(r -> own.put(r.time(), new ArrayList<>()));
            PaperFacts published = null;
            long revision = 0;
            for (Map.Entry<Long, List<Consumer<StreamDriver>>> at : own.entrySet()) {
                PaperFacts facts = paper.factsAt(at.getKey());
                if (!facts.equals(published)) {
                    published = facts;
                    Paper news = paper(paper, ++revision, facts);
                    at.getValue().add(stream -> stream.paper(news));
                }
            }
            for (RecordedPaper.Signal recorded : paper.signals()) {
                Signal signal = signal(paper, recorded);
                Objects.requireNonNull(own.get(recorded.time()))
                        .add(stream -> stream.signal(signal));
            }
            own.headMap(until, true)
                    .forEach((time, events) ->
                            log.computeIfAbsent(time, _ -> new ArrayList<>()).addAll(events));
        }
        return log;
    }

    private static PaperId id(RecordedPaper paper) {
        return new PaperId("arxiv:" + paper.id());
    }

    private static Signal signal(RecordedPaper paper, RecordedPaper.Signal signal) {
        return new Signal(
                id(paper),
                signal.metric(),
                signal.value(),
                Instant.ofEpochMilli(signal.time()),
                Replay.SOURCE);
    }

    private static Paper paper(RecordedPaper recorded, long revision, PaperFacts facts) {
        return new Paper(
                id(recorded),
                revision,
                1,
                "A recorded paper",
                null,
                Collections.nCopies(facts.authors() == null ? 0 : facts.authors(), "N. N."),
                List.of(),
                null,
                Links.none(),
                null,
                null,
                facts.listed(),
                null,
                PaperStatus.LISTED,
                null,
                List.of(),
                "huggingface",
                null,
                null,
                facts.submitterFollowers(),
                facts.authorParticipating());
    }
}
