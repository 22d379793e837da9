package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.topology.Samples.id;
import static org.papertide.ranking.topology.Samples.paper;
import static org.papertide.ranking.topology.Samples.upvotes;
import static org.papertide.ranking.topology.StreamDriver.ids;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperStatus;
import org.papertide.events.Ranking;
import org.papertide.events.Score;
import org.papertide.events.Signal;
import org.papertide.events.Topic;
import org.papertide.events.Window;

class RankingTopologyTest {

    private static final Instant START = Instant.parse("2025-03-03T10:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final StreamDriver stream = new StreamDriver(START);

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void ranksOverallAndInEachCategory() {
        stream.tick();
        stream.paper(paper(1, START.minusSeconds(3600), "cs.LG"));
        stream.paper(paper(2, START.minusSeconds(3600), "cs.CL", "cs.LG"));
        stream.paper(paper(3, START.minusSeconds(60), "cs.CL"));
        stream.paper(paper(4, START.minusSeconds(3660)));
        stream.signal(upvotes(1, 5, START));
        stream.signal(upvotes(2, 50, START));
        stream.pass(SECOND);

        Map<String, Ranking> rankings = stream.rankings();
        assertThat(ids(rankings.get("rising/day")))
                .containsExactly(name(2), name(1), name(3), name(4));
        assertThat(ids(rankings.get("top/week/cs.LG"))).containsExactly(name(2), name(1));
        assertThat(ids(rankings.get("top/month/cs.CL"))).containsExactly(name(2), name(3));
        assertThat(rankings).hasSize(18);
    }

    @Test
    void ranksCarryReasonsAndTextWithoutAbstract() {
        stream.tick();
        stream.paper(paper(1, START.minusSeconds(3600), "cs.LG"));
        stream.signal(upvotes(1, 5, START));
        stream.pass(SECOND);

        Ranking.Entry entry = stream.ranking("rising/day").entries().getFirst();
        assertThat(entry.rank()).isEqualTo(1);
        assertThat(entry.previousRank()).isNull();
        assertThat(entry.score()).isPositive();
        assertThat(entry.paper().title()).isEqualTo("On the matter of 1");
        assertThat(entry.paper().abstractText()).isNull();
        assertThat(entry.reasons().getFirst().metric()).isEqualTo("UPVOTES");
        assertThat(entry.reasons().getFirst().reading()).isEqualTo(5);
        Score score = stream.scores().getLast();
        assertThat(score.paper().abstractText()).isNotNull();
        assertThat(score.windows()).containsOnlyKeys(Window.DAY, Window.WEEK, Window.MONTH);
        assertThat(score.score()).isEqualTo(entry.score());
    }

    @Test
    void waitsWithSignalsForTheirPaper() {
        stream.tick();
        stream.signal(upvotes(1, 40, START));
        stream.pass(SECOND);
        assertThat(stream.rankings()).isEmpty();
        assertThat(stream.count("signals.unknown.paper")).isEqualTo(1);

        stream.paper(paper(1, START.minusSeconds(3600), "cs.LG"));
        stream.paper(paper(2, START.minusSeconds(3600), "cs.LG"));
        stream.pass(SECOND);

        assertThat(ids(stream.ranking("rising/day"))).containsExactly(name(1), name(2));
    }

    @Test
    void waitsForAFewPapersOnlyAndNotForever() {
        StreamRules rules =
                new StreamRules(
                        Duration.ZERO,
                        Duration.ofMinutes(5),
                        Duration.ofDays(30),
                        2,
                        Duration.ofDays(7));
        try (StreamDriver bounded = new StreamDriver(START, rules)) {
            bounded.tick();
            for (int i = 1; i <= 500; i++) {
                bounded.signal(upvotes(i, 40, START));
            }
            assertThat(bounded.count("signals.unknown.paper")).isEqualTo(500);
            assertThat(bounded.count("papers.forgotten")).isEqualTo(498);
            // The clock is in the store as well.
            assertThat(bounded.size(RankingTopology.TRENDS)).isEqualTo(1 + 2);

            bounded.pass(Duration.ofDays(7));
            assertThat(bounded.count("papers.forgotten")).isEqualTo(500);
            assertThat(bounded.size(RankingTopology.TRENDS)).isEqualTo(1);
        }
    }

    @Test
    void ranksBeforeAnyOtherTickHasCome() {
        stream.paper(paper(1, START.minusSeconds(3600), "cs.LG"));
        stream.signal(upvotes(1, 40, START));
        assertThat(stream.scores()).isEmpty();

        stream.tick();

        assertThat(ids(stream.ranking("rising/day"))).containsExactly(name(1));
        assertThat(stream.scores()).hasSize(1);
    }

    @Test
    void takesSignalsInAnyOrderAndAnyNumberOfTimes() {
        List<Signal> signals =
                List.of(
                        upvotes(1, 10, START.minusSeconds(7200)),
                        upvotes(1, 20, START.minusSeconds(3600)),
                        upvotes(1, 60, START.minusSeconds(60)),
                        upvotes(2, 50, START.minusSeconds(3600)));
        stream.tick();
        stream.paper(paper(1, START.minusSeconds(9000), "cs.LG"));
        stream.paper(paper(2, START.minusSeconds(9000), "cs.LG"));
        signals.forEach(stream::signal);
        stream.pass(SECOND);
        Ranking inOrder = stream.ranking("rising/day");

        try (StreamDriver other = new StreamDriver(START)) {
            other.tick();
            other.paper(paper(2, START.minusSeconds(9000), "cs.LG"));
            other.paper(paper(1, START.minusSeconds(9000), "cs.LG"));
            for (Signal signal : signals.reversed()) {
                other.signal(signal).signal(signal);
            }
            other.pass(SECOND);
            assertThat(other.ranking("rising/day")).isEqualTo(inOrder);
        }
    }

    @Test
    void leavesOutAnUnknownMetricAndCountsIt() {
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        stream.signal(new Signal(id(1), "APPLAUSE", 100, START, "theatre"));
        stream.pass(SECOND);

        assertThat(stream.count("signals.unknown.metric")).isEqualTo(1);
        assertThat(stream.ranking("rising/day").entries().getFirst().reasons().getFirst().metric())
                .isEqualTo("RECENCY");
        assertThat(stream.read(Topic.SIGNALS_DLQ)).isEmpty();
    }

    @Test
    void ignoresALowerRevision() {
        stream.tick();
        stream.paper(paper(1, 3, START, PaperStatus.LISTED, null, "cs.LG"));
        stream.paper(paper(1, 2, START, PaperStatus.LISTED, null, "math.CO"));
        stream.paper(paper(1, 2, START, PaperStatus.WITHDRAWN, null, "cs.LG"));
        stream.pass(SECOND);

        assertThat(stream.rankings()).containsKey("rising/day/cs.LG");
        assertThat(stream.rankings()).doesNotContainKey("rising/day/math.CO");
    }

    @Test
    void movesAPaperWhoseCategoriesHaveChanged() {
        stream.tick();
        stream.paper(paper(1, 1, START, PaperStatus.LISTED, null, "cs.LG"));
        stream.pass(SECOND);
        assertThat(ids(stream.ranking("rising/day/cs.LG"))).containsExactly(name(1));

        stream.paper(paper(1, 2, START, PaperStatus.LISTED, null, "stat.ML", "math.ST"));
        stream.pass(SECOND);

        Map<String, Ranking> rankings = stream.rankings();
        assertThat(ids(rankings.get("rising/day/cs.LG"))).isEmpty();
        assertThat(ids(rankings.get("rising/day/stat.ML"))).containsExactly(name(1));
        assertThat(ids(rankings.get("rising/day/math.ST"))).containsExactly(name(1));
        assertThat(ids(rankings.get("rising/day"))).containsExactly(name(1));
    }

    @Test
    void removesAWithdrawnPaper() {
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        stream.paper(paper(2, START, "cs.LG"));
        stream.pass(SECOND);
        stream.scores();

        stream.paper(paper(1, 2, START, PaperStatus.WITHDRAWN, null, "cs.LG"));
        stream.signal(upvotes(1, 500, START));
        stream.pass(SECOND);

        assertThat(stream.scores()).containsOnlyNulls();
        assertThat(ids(stream.ranking("top/week/cs.LG"))).containsExactly(name(2));
    }

    @Test
    void ranksAMergedPaperUnderItsNewIdentityOnly() {
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        stream.signal(upvotes(1, 30, START));
        stream.pass(SECOND);
        stream.rankings();

        stream.paper(paper(2, START, "cs.LG"));
        stream.paper(paper(1, 2, START, PaperStatus.MERGED, id(2), "cs.LG"));
        stream.signal(upvotes(2, 30, START));
        stream.pass(SECOND);

        assertThat(ids(stream.ranking("rising/day"))).containsExactly(name(2));
    }

    @Test
    void bringsAWithdrawnPaperBackWithAHigherRevision() {
        stream.tick();
        stream.paper(paper(1, 1, START, PaperStatus.WITHDRAWN, null));
        stream.pass(SECOND);
        assertThat(stream.rankings()).isEmpty();

        stream.paper(paper(1, 2, START, PaperStatus.LISTED, null, "cs.LG"));
        stream.pass(SECOND);

        assertThat(ids(stream.ranking("rising/day"))).containsExactly(name(1));
    }

    @Test
    void forgetsAPaperWhoseRecordWasDeleted() {
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        stream.pass(SECOND);
        stream.scores();

        stream.send(Topic.PAPERS, id(1).value(), null);
        stream.pass(SECOND);

        assertThat(stream.scores()).containsOnlyNulls();
        assertThat(ids(stream.ranking("rising/month"))).isEmpty();
    }

    @Test
    void emptiesTheDayWhenNothingButTimePasses() {
        stream.tick();
        stream.paper(paper(1, START.minusSeconds(3600), "cs.LG"));
        stream.signal(upvotes(1, 5, START));
        stream.pass(SECOND);
        assertThat(ids(stream.ranking("top/day"))).containsExactly(name(1));

        stream.pass(Duration.ofHours(23).minusSeconds(2));
        assertThat(ids(stream.ranking("top/day"))).containsExactly(name(1));
        stream.pass(SECOND);

        Map<String, Ranking> rankings = stream.rankings();
        assertThat(ids(rankings.get("top/day"))).isEmpty();
        assertThat(ids(rankings.get("top/day/cs.LG"))).isEmpty();
        assertThat(ids(stream.ranking("top/week"))).containsExactly(name(1));
    }

    @Test
    void keepsAnOlderPaperRisingWhileItGains() {
        Instant old = START.minus(Duration.ofDays(90));
        stream.tick();
        stream.paper(paper(1, old, "cs.LG"));
        stream.signal(upvotes(1, 100, START.minusSeconds(7200)));
        stream.pass(SECOND);
        assertThat(stream.rankings()).isEmpty();

        stream.signal(upvotes(1, 160, START));
        stream.pass(SECOND);
        Map<String, Ranking> rankings = stream.rankings();
        assertThat(ids(rankings.get("rising/day"))).containsExactly(name(1));
        assertThat(rankings).doesNotContainKey("top/day");

        stream.pass(Duration.ofDays(1));
        rankings = stream.rankings();
        assertThat(ids(rankings.get("rising/day"))).isEmpty();
        assertThat(ids(rankings.get("rising/week"))).containsExactly(name(1));
    }

    @Test
    void tellsTheRankOfADayBefore() {
        stream.tick();
        stream.paper(paper(1, START.minusSeconds(60), "cs.LG"));
        stream.paper(paper(2, START.minusSeconds(120), "cs.LG"));
        stream.pass(SECOND);
        assertThat(ids(stream.ranking("rising/week"))).containsExactly(name(1), name(2));

        stream.pass(Duration.ofHours(1));
        stream.signal(upvotes(2, 50, stream.now()));
        stream.pass(Duration.ofHours(22));
        assertThat(stream.ranking("rising/week").entries())
                .extracting(Ranking.Entry::previousRank)
                .containsExactly(null, null);
        stream.pass(Duration.ofMinutes(75));

        assertThat(ids(stream.ranking("rising/week"))).containsExactly(name(2), name(1));
        assertThat(stream.ranking("rising/week").entries())
                .extracting(Ranking.Entry::previousRank)
                .containsExactly(2, 1);
    }

    @Test
    void publishesAScoreOnceASecondAndOnlyIfItChanged() {
        stream.tick();
        stream.paper(paper(1, START.minusSeconds(3600), "cs.LG"));
        assertThat(stream.scores()).hasSize(1);
        for (int i = 1; i <= 20; i++) {
            stream.signal(upvotes(1, i, START.minusSeconds(600 - i)));
        }
        assertThat(stream.scores()).isEmpty();
        stream.pass(SECOND);
        assertThat(stream.scores()).hasSize(1);

        stream.signal(upvotes(1, 20, START.minusSeconds(580)));
        stream.pass(SECOND).pass(SECOND);
        assertThat(stream.scores()).isEmpty();
        assertThat(stream.rankings()).isNotEmpty();
        stream.pass(SECOND);
        assertThat(stream.rankings()).isEmpty();
    }

    @Test
    void seesASignalBeforeTheNextTick() {
        stream.tick();
        stream.paper(paper(1, START.minusSeconds(3600), "cs.LG"));
        stream.pass(SECOND);
        stream.scores();

        stream.signal(upvotes(1, 30, stream.now().plusMillis(400)));

        assertThat(stream.scores())
                .singleElement()
                .satisfies(score ->
                        assertThat(Objects.requireNonNull(score).reasons().getFirst().reading())
                                .isEqualTo(30));
    }

    @Test
    void letsAQuietPaperGoAndKnowsItAgain() {
        stream.tick();
        stream.paper(paper(1, START, "cs.LG"));
        stream.signal(upvotes(1, 5, START));
        stream.pass(SECOND);
        stream.pass(Duration.ofDays(29));
        assertThat(ids(stream.ranking("rising/month"))).containsExactly(name(1));
        stream.pass(Duration.ofDays(2));
        assertThat(ids(stream.ranking("rising/month"))).isEmpty();
        assertThat(stream.scores()).isNotEmpty().doesNotContainNull();

        stream.pass(Duration.ofDays(30));
        assertThat(stream.scores()).containsOnlyNulls();

        stream.signal(upvotes(1, 50, stream.now()));
        stream.pass(Duration.ofHours(3));
        stream.signal(upvotes(1, 90, stream.now()));
        stream.pass(SECOND);
        assertThat(ids(stream.ranking("rising/day"))).containsExactly(name(1));
        assertThat(stream.scores().getLast()).isNotNull();
    }

    @Test
    void doesNotKeepAnOldPaperThatNobodyReads() {
        stream.tick();
        stream.paper(paper(1, START.minus(Duration.ofDays(400)), "cs.LG"));
        stream.pass(SECOND);

        assertThat(stream.scores()).isEmpty();
        assertThat(stream.rankings()).isEmpty();
        assertThat(stream.size(RankingTopology.TRENDS)).isEqualTo(1);
    }

    @Test
    void keepsTheFirst200() {
        stream.tick();
        for (int i = 1; i <= 700; i++) {
            stream.paper(paper(i, START.minusSeconds(3600), "cs.LG"));
            seenByTwo(i, i);
        }
        stream.pass(SECOND);

        List<String> first = ids(stream.ranking("top/week/cs.LG"));
        assertThat(first).hasSize(200).startsWith(name(700), name(699)).endsWith(name(501));

        for (int i = 1; i <= 300; i++) {
            seenByTwo(i, 1000 + i);
        }
        stream.pass(SECOND);
        assertThat(ids(stream.ranking("top/week/cs.LG")))
                .hasSize(200)
                .allMatch(name -> name.compareTo(name(300)) <= 0);
        for (int i = 1; i <= 250; i++) {
            stream.paper(paper(i, 2, START, PaperStatus.WITHDRAWN, null));
        }
        stream.pass(SECOND);
        assertThat(ids(stream.ranking("top/week")))
                .hasSize(200)
                .contains(name(300), name(251), name(700), name(551))
                .doesNotContain(name(550));
    }

    @Test
    void tellsABreakoutOnce() {
        stream.tick();
        stream.paper(paper(1, START.minusSeconds(7200), "cs.LG"));
        for (int i = 0; i < 30; i++) {
            stream.signal(upvotes(1, 20L * i, stream.now()));
            stream.pass(Duration.ofMinutes(5));
        }
        List<Integer> levels =
                stream.breakouts().stream().map(breakout -> breakout.level()).toList();
        assertThat(levels).isNotEmpty().doesNotHaveDuplicates().isSorted();
    }

    /** What two sources say is believed, however much it is. */
    private void seenByTwo(int number, long value) {
        stream.signal(upvotes(number, value, stream.now()));
        stream.signal(new Signal(id(number), "UPVOTES", value, stream.now(), "alphaxiv"));
    }

    private static String name(int number) {
        return id(number).name();
    }
}
