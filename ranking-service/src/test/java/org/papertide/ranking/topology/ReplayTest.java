package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.topology.Samples.id;
import static org.papertide.ranking.topology.Samples.paper;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.Ranking;
import org.papertide.events.Signal;
import org.papertide.events.Topic;

/**
 * The rankings are a function of the log: of 26 hours in which papers come, are revised, withdrawn,
 * brought back, merged and deleted, and are read in disorder, twice, falling, and before they come.
 */
class ReplayTest {

    /** Not a whole five minutes, at which all papers are assessed. */
    private static final Instant START = Instant.parse("2025-03-03T10:00:07Z");

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int HOURS = 26;
    private static final int STEPS = 3;
    private static final Duration STEP = Duration.ofHours(1).dividedBy(STEPS);
    private static final int PER_STEP = 10;
    private static final String[] METRICS = {"UPVOTES", "UPVOTES", "COMMENTS", "GITHUB_STARS"};
    private static final String[] SOURCES = {"huggingface", "alphaxiv"};

    /** What is told in an hour: news of papers at its beginning, signals all through. */
    private record Hour(List<Consumer<StreamDriver>> news, List<Signal> signals) {}

    /** Writes a log in which nothing is left out that may happen to a paper. */
    private static final class Story {
        private final Random random = new Random(3);
        private final Map<Integer, Long> revisions = new HashMap<>();
        private final Map<String, Long> counts = new HashMap<>();
        private final List<Integer> listed = new ArrayList<>();
        private int papers;

        List<Hour> tell() {
            List<Hour> hours = new ArrayList<>();
            for (int hour = 0; hour < HOURS; hour++) {
                hours.add(tell(START.plus(Duration.ofHours(hour)), hour));
            }
            return hours;
        }

        private Hour tell(Instant begin, int hour) {
            List<Consumer<StreamDriver>> news = new ArrayList<>();
            List<Signal> signals = new ArrayList<>();
            for (int i = hour == 0 ? 30 : 3; i > 0; i--) {
                int number = papers++;
                listed.add(number);
                Instant seen = begin.minus(Duration.ofMinutes(random.nextInt(1500)));
                news.add(stream -> stream.paper(paper(number, seen, categories(number))));
            }
            int number = listed.get(random.nextInt(listed.size()));
            switch (hour % 5) {
                case 1 -> news.add(told(number, begin, PaperStatus.WITHDRAWN, null));
                case 2 -> news.add(told(number, begin, PaperStatus.LISTED, null));
                case 3 -> {
                    int into = listed.get((listed.indexOf(number) + 1) % listed.size());
                    listed.removeIf(other -> other == number);
                    news.add(told(number, begin, PaperStatus.MERGED, id(into)));
                    signals.add(new Signal(id(into), "UPVOTES", 40, begin, SOURCES[0]));
                }
                case 4 -> {
                    listed.removeIf(other -> other == number);
                    news.add(stream -> stream.send(Topic.PAPERS, id(number).value(), null));
                }
                default -> news.add(told(0, begin, PaperStatus.LISTED, null));
            }
            while (signals.size() < STEPS * PER_STEP) {
                signals.add(signal(begin));
            }
            return new Hour(news, signals);
        }

        private Consumer<StreamDriver> told(
                int number, Instant at, PaperStatus status, @Nullable PaperId mergedInto) {
            long revision = revisions.merge(number, 2L, (a, _) -> a + 1);
            String[] categories = categories(number + (int) revision);
            Paper paper = paper(number, revision, at, status, mergedInto, categories);
            return stream -> stream.paper(paper);
        }

        /** Of any time of the hour before, sometimes of a paper that is yet to come. */
        private Signal signal(Instant begin) {
            int number = random.nextInt(20) == 0 ? papers + 1 : random.nextInt(papers);
            String metric = METRICS[random.nextInt(METRICS.length)];
            String source = SOURCES[random.nextInt(SOURCES.length)];
            long step = random.nextInt(10) == 0 ? -2 : random.nextInt(number % 7 == 0 ? 40 : 6);
            long count = counts.merge(number + metric, step, (a, b) -> Math.max(0, a + b));
            Instant at = begin.minusSeconds(random.nextInt(3600));
            return new Signal(id(number), metric, Math.max(0, count), at, source);
        }

        private static String[] categories(int number) {
            return switch (number % 4) {
                case 0 -> new String[] {"cs.LG", "stat.ML"};
                case 1 -> new String[] {"cs.CL", "cs.LG"};
                case 2 -> new String[] {"math.CO"};
                default -> new String[] {};
            };
        }
    }

    /**
     * Plays the hours, a second after each step's signals, and does what else is asked: between the
     * signals and that second, and at the end of each hour.
     */
    private static Map<String, byte[]> play(
            StreamDriver stream,
            List<Hour> hours,
            Consumer<StreamDriver> amid,
            Consumer<StreamDriver> atEnds) {
        stream.tick();
        for (Hour hour : hours) {
            hour.news().forEach(event -> event.accept(stream));
            int each = hour.signals().size() / STEPS;
            for (int step = 0; step < STEPS; step++) {
                stream.pass(STEP.minus(SECOND));
                hour.signals().subList(each * step, each * (step + 1)).forEach(stream::signal);
                amid.accept(stream);
                stream.pass(SECOND);
            }
            stream.forget();
            atEnds.accept(stream);
        }
        return stream.lastRankings();
    }

    private static Map<String, byte[]> play(List<Hour> hours) {
        try (StreamDriver stream = new StreamDriver(START)) {
            return play(stream, hours, _ -> {}, _ -> {});
        }
    }

    @Test
    void givesTheSameBytesForTheSameLog() {
        Map<String, byte[]> first = play(new Story().tell());
        assertThat(first).hasSize(6 * 5);
        assertThat(decoded(first).values())
                .anySatisfy(ranking ->
                        assertThat(ranking.entries())
                                .anySatisfy(e -> assertThat(e.previousRank()).isNotNull()));
        assertSameBytes(play(new Story().tell()), first);
    }

    @Test
    void givesTheSameBytesHoweverOftenItIsRestartedOnTheWay() {
        List<Hour> hours = new Story().tell();
        Map<String, byte[]> expected = play(hours);
        try (StreamDriver stream = new StreamDriver(START)) {
            List<Hour> restarted = new ArrayList<>();
            for (Hour hour : hours) {
                List<Consumer<StreamDriver>> news = new ArrayList<>(hour.news());
                news.add(2, StreamDriver::restart);
                restarted.add(new Hour(news, hour.signals()));
            }
            assertSameBytes(
                    play(stream, restarted, StreamDriver::restart, StreamDriver::restart),
                    expected);
        }
    }

    @Test
    void givesTheSameRankingsAtTheEndOfEachHourHoweverItsSignalsAreShuffled() {
        List<Hour> hours = new Story().tell();
        List<Hour> shuffled = new ArrayList<>();
        for (Hour hour : hours) {
            List<Signal> signals = new ArrayList<>(hour.signals());
            Collections.shuffle(signals, new Random(shuffled.size()));
            shuffled.add(new Hour(hour.news(), signals));
        }
        assertThat(entriesAtEnds(shuffled)).isEqualTo(entriesAtEnds(hours));
    }

    @Test
    void givesTheSameBytesIfEachSignalComesTwiceAndOnceMoreLater() {
        List<Hour> hours = new Story().tell();
        List<Hour> repeated = new ArrayList<>();
        for (Hour hour : hours) {
            List<Signal> signals = new ArrayList<>();
            int each = hour.signals().size() / STEPS;
            for (int step = 0; step < STEPS; step++) {
                List<Signal> now = hour.signals().subList(each * step, each * (step + 1));
                signals.addAll(now);
                signals.addAll(now.reversed());
                signals.addAll(step == 0 ? now : hour.signals().subList(0, each));
            }
            repeated.add(new Hour(hour.news(), signals));
        }
        assertSameBytes(play(repeated), play(hours));
    }

    /** All rankings at the end of each hour but {@code asOf}: when they last changed may differ. */
    private static List<Map<String, List<Ranking.Entry>>> entriesAtEnds(List<Hour> hours) {
        List<Map<String, List<Ranking.Entry>>> ends = new ArrayList<>();
        // Ends at whole hours.
        Instant start = START.truncatedTo(ChronoUnit.HOURS);
        try (StreamDriver stream = new StreamDriver(start)) {
            play(
                    stream,
                    hours,
                    _ -> {},
                    driver ->
                            ends.add(
                                    decoded(driver.lastRankings()).entrySet().stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            Map.Entry::getKey,
                                                            e -> e.getValue().entries()))));
        }
        return ends;
    }

    private static Map<String, Ranking> decoded(Map<String, byte[]> rankings) {
        Map<String, Ranking> decoded = new HashMap<>();
        rankings.forEach(
                (key, json) -> decoded.put(key, StreamDriver.event(EventCodec.RANKING, json)));
        return decoded;
    }

    private static void assertSameBytes(Map<String, byte[]> actual, Map<String, byte[]> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((key, json) ->
                assertThat(json).as(key).isEqualTo(Objects.requireNonNull(expected.get(key))));
    }
}
