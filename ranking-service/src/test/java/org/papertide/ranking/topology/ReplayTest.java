package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.topology.Samples.paper;
import static org.papertide.ranking.topology.Samples.upvotes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.papertide.events.Ranking;
import org.papertide.events.Signal;

/** The rankings are a function of the log. */
class ReplayTest {

    private static final Instant START = Instant.parse("2025-03-03T10:00:00Z");
    private static final int PAPERS = 30;
    private static final int MINUTES = 120;
    private static final int PER_MINUTE = 4;

    /** What comes in one minute, in this order, before its tick. */
    private static List<List<Signal>> readings() {
        Random random = new Random(3);
        long[] counts = new long[PAPERS];
        List<List<Signal>> minutes = new ArrayList<>();
        for (int minute = 0; minute < MINUTES; minute++) {
            List<Signal> signals = new ArrayList<>();
            for (int i = 0; i < PER_MINUTE; i++) {
                int number = random.nextInt(PAPERS);
                counts[number] += random.nextInt(4);
                Instant at = START.plusSeconds(60L * minute + random.nextInt(60));
                signals.add(upvotes(number, counts[number], at));
            }
            minutes.add(signals);
        }
        return minutes;
    }

    private static StreamDriver run(List<List<Signal>> minutes) {
        StreamDriver stream = new StreamDriver(START);
        stream.tick();
        for (int i = 0; i < PAPERS; i++) {
            Instant listed = START.minus(Duration.ofMinutes(37L * i));
            stream.paper(paper(i, listed, i % 3 == 0 ? "cs.LG" : "cs.CL", "stat.ML"));
        }
        for (List<Signal> signals : minutes) {
            signals.forEach(stream::signal);
            stream.pass(Duration.ofMinutes(1));
        }
        return stream;
    }

    @Test
    void givesTheSameBytesForTheSameLog() {
        Map<String, byte[]> first = new LinkedHashMap<>();
        try (StreamDriver stream = run(readings())) {
            first.putAll(stream.rankingBytes());
        }
        try (StreamDriver stream = run(readings())) {
            Map<String, byte[]> second = stream.rankingBytes();
            assertThat(second.keySet()).isEqualTo(first.keySet());
            second.forEach((key, value) -> assertThat(value).as(key).isEqualTo(first.get(key)));
        }
    }

    @Test
    void givesTheSameRankingsAtTheEndOfAnHourHoweverItsReadingsAreShuffled() {
        List<List<Signal>> inOrder = readings();
        // Each reading keeps its own time and comes at any time of its hour from then on, or
        // before.
        List<List<Signal>> shuffled = new ArrayList<>();
        for (int hour = 0; hour < MINUTES / 60; hour++) {
            List<Signal> all = new ArrayList<>();
            inOrder.subList(60 * hour, 60 * hour + 60).forEach(all::addAll);
            Collections.shuffle(all, new Random(hour));
            for (int minute = 0; minute < 60; minute++) {
                shuffled.add(all.subList(PER_MINUTE * minute, PER_MINUTE * (minute + 1)));
            }
        }
        try (StreamDriver one = run(tolerant(inOrder));
                StreamDriver other = run(tolerant(shuffled))) {
            assertSame(one, other);
        }
    }

    @Test
    void isNotChangedByReadingsThatComeTwice() {
        List<List<Signal>> twice = new ArrayList<>();
        for (List<Signal> signals : readings()) {
            List<Signal> doubled = new ArrayList<>(signals);
            doubled.addAll(signals.reversed());
            twice.add(doubled);
        }
        try (StreamDriver one = run(readings());
                StreamDriver other = run(twice)) {
            assertSame(one, other);
        }
    }

    /** Observed an hour before: so that no shuffled reading comes from the future. */
    private static List<List<Signal>> tolerant(List<List<Signal>> minutes) {
        return minutes.stream()
                .map(signals ->
                        signals.stream()
                                .map(s ->
                                        new Signal(
                                                s.paperId(),
                                                s.metric(),
                                                s.value(),
                                                s.observedAt().minusSeconds(3600),
                                                s.source()))
                                .toList())
                .toList();
    }

    private static void assertSame(StreamDriver one, StreamDriver other) {
        Map<String, Ranking> expected = one.rankings();
        Map<String, Ranking> actual = other.rankings();
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((key, ranking) ->
                assertThat(ranking.entries())
                        .as(key)
                        .isEqualTo(Objects.requireNonNull(expected.get(key)).entries()));
    }
}
