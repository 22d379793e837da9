package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.topology.Samples.id;
import static org.papertide.ranking.topology.Samples.paper;
import static org.papertide.ranking.topology.Samples.upvotes;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.Breakout;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperStatus;
import org.papertide.events.Score;
import org.papertide.events.Signal;
import org.papertide.ranking.model.TrendModel;

class PartitionStateTest implements ScoringOutput {

    private static final Instant START = Instant.parse("2025-03-03T10:00:00Z");
    private static final StreamRules RULES =
            new StreamRules(
                    Duration.ZERO,
                    Duration.ofMinutes(5),
                    Duration.ofDays(30),
                    3,
                    Duration.ofDays(7));

    private final MemoryStore<String> papers = new MemoryStore<>("papers");
    private final MemoryStore<String> states = new MemoryStore<>("states");
    private final StreamCounts counts = new StreamCounts(new SimpleMeterRegistry());
    private final Map<String, byte[]> scores = new TreeMap<>();
    private final List<Breakout> breakouts = new ArrayList<>();
    private final List<MergeInput> told = new ArrayList<>();
    private String failing = "";
    private PartitionState trends = load();

    private PartitionState load() {
        PartitionState fresh =
                new PartitionState(0, TrendModel.shipped(), RULES, papers, states, this, counts);
        fresh.load();
        return fresh;
    }

    @Test
    void goesOnAfterARestartWhereItStood() {
        trends.tick(START);
        for (int i = 0; i < 500; i++) {
            trends.paper(paper(i, START.minusSeconds(60L * i), "cs.LG"), START);
            trends.signal(upvotes(i, i, START), START);
        }
        trends.tick(START.plusSeconds(1));
        Set<String> candidates = candidates();
        assertThat(candidates).hasSizeBetween(200, 499);
        trends.signal(upvotes(7, 900, START.plusSeconds(1)), START.plusSeconds(1));
        trends.signal(upvotes(7, 950, START.plusMillis(1500)), START.plusSeconds(1));

        trends = load();
        trends.tick(START.plusSeconds(2));

        assertThat(score(7).reasons().getFirst().reading()).isEqualTo(950);
        assertThat(trends.now()).isEqualTo(START.getEpochSecond() + 2);
        assertThat(candidates()).contains("arxiv:2501.00007");
        trends.tick(START.plus(Duration.ofDays(1)));
        assertThat(score(0).windows()).hasSize(2);
    }

    @Test
    void assessesAllOthersWhenOneFails() {
        trends.tick(START);
        for (int i = 0; i < 10; i++) {
            trends.paper(paper(i, START, "cs.LG"), START);
            trends.signal(upvotes(i, i, START), START);
        }
        failing = id(4).value();
        told.clear();
        scores.clear();
        trends.tick(START.plusSeconds(PartitionState.GRID));

        assertThat(scores).hasSize(9).doesNotContainKey(failing);
        assertThat(told.getLast()).isInstanceOf(MergeInput.Tick.class);
        assertThat(counts.failures.count()).isEqualTo(1);

        failing = "";
        trends.tick(START.plusSeconds(PartitionState.GRID + 3600));
        assertThat(scores).hasSize(10);
    }

    /** A paper that was withdrawn by mistake has told of its breakout already. */
    @Test
    void tellsNoBreakoutAgainOfAPaperThatIsListedAgain() {
        trends.tick(START);
        trends.paper(paper(1, START, "cs.LG"), START);
        trends.signal(upvotes(1, 0, START), START);
        trends.tick(START.plusSeconds(1));
        Instant later = START.plus(Duration.ofHours(3));
        trends.signal(upvotes(1, 500, later), later);
        trends.tick(later.plusSeconds(1));
        List<Integer> levels = breakouts.stream().map(Breakout::level).toList();
        assertThat(levels).isNotEmpty();

        trends.paper(paper(1, 2, START, PaperStatus.WITHDRAWN, null), later.plusSeconds(2));
        trends.tick(later.plusSeconds(3));
        trends.paper(paper(1, 3, START, PaperStatus.LISTED, null, "cs.LG"), later.plusSeconds(4));
        trends.signal(upvotes(1, 500, later), later.plusSeconds(5));
        trends.tick(later.plusSeconds(6));
        assertThat(score(1).reasons().getFirst().reading()).isEqualTo(500);
        assertThat(breakouts).extracting(Breakout::level).isEqualTo(levels);
    }

    @Test
    void keepsNoSignalsOfUnknownPapersWhereNoneAreToBeKept() {
        StreamRules none =
                new StreamRules(
                        Duration.ZERO,
                        Duration.ofMinutes(5),
                        Duration.ofDays(30),
                        0,
                        Duration.ofDays(7));
        PartitionState small =
                new PartitionState(0, TrendModel.shipped(), none, papers, states, this, counts);
        small.load();
        small.tick(START);
        for (int i = 0; i < 5; i++) {
            small.signal(upvotes(i, 9, START), START);
        }
        small.tick(START.plusSeconds(1));
        assertThat(small.size()).isZero();
        assertThat(load().size()).as("after a restart").isZero();
    }

    @Test
    void announcesAndWithdrawsCandidatesInStepWithTheFloors() {
        trends.tick(START);
        for (int i = 0; i < 1000; i++) {
            trends.paper(paper(i, START.minusSeconds(60L * i), "cs.LG"), START);
        }
        trends.tick(START.plusSeconds(1));
        assertThat(candidates()).hasSizeBetween(200, 400);

        for (int i = 900; i < 1000; i++) {
            trends.signal(upvotes(i, i, START), START.plusSeconds(1));
        }
        trends.tick(START.plusSeconds(2));
        assertThat(candidates()).hasSizeBetween(200, 1000).contains("arxiv:2501.00999");

        for (int i = 0; i < 950; i++) {
            trends.paperDeleted(id(i).value());
        }
        trends.tick(START.plusSeconds(3));
        assertThat(candidates()).hasSize(50);
    }

    @Test
    void keepsSignalsOfAFewUnknownPapersOnly() {
        trends.tick(START);
        for (int i = 0; i < 5; i++) {
            trends.signal(upvotes(i, 10, START), START);
        }
        assertThat(trends.size()).isEqualTo(3);

        for (int i = 0; i < 5; i++) {
            trends.paper(paper(i, START, "cs.LG"), START);
        }
        trends.tick(START.plusSeconds(1));

        assertThat(score(1).reasons().getFirst().metric()).isEqualTo("RECENCY");
        assertThat(score(2).reasons().getFirst().metric()).isEqualTo("UPVOTES");
    }

    @Test
    void forgetsAnUnknownPaperAfterAWeek() {
        trends.tick(START);
        trends.signal(upvotes(1, 10, START), START);
        trends.tick(START.plus(Duration.ofDays(7)).minusSeconds(1));
        assertThat(trends.size()).isEqualTo(1);
        trends = load();
        trends.tick(START.plus(Duration.ofDays(7)));

        assertThat(trends.size()).isZero();
    }

    @Test
    void needsFewBytesForAPaperWithAllItsSignals() {
        trends.tick(START);
        trends.paper(paper(1, START, "cs.LG", "cs.CL", "stat.ML"), START);
        String[] metrics = {"UPVOTES", "COMMENTS", "GITHUB_STARS", "HN_POINTS", "CITATIONS"};
        for (int hour = 0; hour < 24 * 30; hour++) {
            Instant at = START.plus(Duration.ofHours(hour));
            for (String metric : metrics) {
                trends.signal(new Signal(id(1), metric, 3L * hour, at, "source"), at);
            }
            trends.tick(at);
        }
        byte[] stored = states.get(id(1).value());
        assertThat(stored).isNotNull().hasSizeLessThan(2048);
    }

    @Test
    void remembersWhatItToldOfAPaperThatWasQuiet() {
        Instant at = START;
        trends.tick(at);
        trends.paper(paper(1, START.minusSeconds(7200), "cs.LG"), at);
        for (int i = 1; i <= 40; i++) {
            at = START.plusSeconds(600L * i);
            trends.signal(upvotes(1, 25L * i, at), at);
            trends.signal(new Signal(id(1), "UPVOTES", 25L * i, at, "other"), at);
            trends.tick(at);
        }
        int first = breakouts.size();
        assertThat(first).isPositive();
        trends.tick(at.plus(Duration.ofDays(29)));
        trends.tick(at.plus(Duration.ofDays(31)));
        trends.tick(at.plus(Duration.ofDays(62)));
        assertThat(trends.size()).isZero();

        at = at.plus(Duration.ofDays(63));
        for (int i = 41; i <= 60; i++) {
            at = at.plusSeconds(3600);
            trends.signal(upvotes(1, 25L * i, at), at);
            trends.tick(at);
        }
        assertThat(breakouts).extracting(Breakout::level).doesNotHaveDuplicates();
    }

    @Test
    void writesScoresThatTheContractReads() {
        trends.tick(START);
        trends.paper(paper(1, START.minusSeconds(90_000), "cs.LG"), START);
        trends.signal(upvotes(1, 10, START), START);
        trends.tick(START.plusSeconds(1));

        assertThat(tree(scores.get(id(1).value())))
                .isEqualTo(tree(EventCodec.SCORE.encode(score(1))));
        assertThat(score(1).windows()).hasSize(2);
    }

    private static Object tree(byte @Nullable [] json) {
        if (json == null) {
            throw new AssertionError("no score");
        }
        try {
            return org.papertide.events.EventJson.mapper().readTree(json);
        } catch (java.io.IOException e) {
            throw new AssertionError(new String(json, StandardCharsets.UTF_8), e);
        }
    }

    private Score score(int number) {
        byte[] json = scores.get(id(number).value());
        if (json == null) {
            throw new AssertionError("no score of " + number);
        }
        return StreamDriver.event(EventCodec.SCORE, json);
    }

    /** Of all papers, by what has been told. */
    private Set<String> candidates() {
        Set<String> candidates = new TreeSet<>();
        for (MergeInput input : told) {
            if (input instanceof MergeInput.Candidate c && c.category().isEmpty()) {
                candidates.add(c.id());
            } else if (input instanceof MergeInput.Withdrawal w && w.category().isEmpty()) {
                candidates.remove(w.id());
            }
        }
        return candidates;
    }

    @Override
    public void score(String paperId, byte[] json, Instant observedAt) {
        if (paperId.equals(failing)) {
            throw new IllegalStateException("this one fails");
        }
        scores.put(paperId, json);
    }

    @Override
    public void scoreGone(String paperId) {
        scores.remove(paperId);
    }

    @Override
    public void breakout(Breakout breakout) {
        breakouts.add(breakout);
    }

    @Override
    public void merge(MergeInput input) {
        told.add(input);
    }
}
