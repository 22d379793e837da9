package org.papertide.ranking.api.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;
import static org.papertide.ranking.api.readmodel.Readers.id;
import static org.papertide.ranking.api.readmodel.Readers.paper;
import static org.papertide.ranking.api.readmodel.Readers.recency;
import static org.papertide.ranking.api.readmodel.Readers.score;
import static org.papertide.ranking.api.readmodel.Readers.upvotes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Order;
import org.papertide.events.PaperStatus;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;
import org.papertide.ranking.api.paper.RankExplanation.State;
import org.papertide.ranking.api.readmodel.Readers;

class RankExplainerTest {

    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(60));
    private static final Map<Window, Boolean> EVERYWHERE =
            Map.of(Window.DAY, true, Window.WEEK, true, Window.MONTH, true);

    private final Readers readers = new Readers();
    private final RankExplainer explainer = new RankExplainer(readers.readModel, readers.clock);

    @AfterEach
    void close() {
        readers.close();
    }

    /** 200 papers from 1 on, with scores from 300 down to 101. */
    private void fullRanking(RankingKey key) {
        readers.send(Readers.ranking(key, NOW, 300, IntStream.rangeClosed(1, 200).toArray()));
    }

    private RankExplanation of(int number, RankingKey key) {
        return explainer.explain(id(number), key);
    }

    private static RankingKey in(String category) {
        return new RankingKey(Order.RISING, Window.DAY, category);
    }

    @Test
    void ranks() {
        fullRanking(RISING_DAY);
        readers.send(paper(3, NOW, "cs.LG"));

        RankExplanation explanation = of(3, RISING_DAY);

        assertThat(explanation.state()).isEqualTo(State.RANKS);
        assertThat(explanation.rank()).isEqualTo(3);
        assertThat(explanation.score()).isEqualTo(298);
        assertThat(explanation.sentence()).isEqualTo("It ranks: number 3 of 200 in rising/day.");
        assertThat(explanation.last()).isNull();
    }

    @Test
    void isBelowTheLastAndSaysByHowMuch() {
        fullRanking(RISING_DAY);
        var paper = paper(999, NOW, "cs.LG");
        readers.send(paper).send(score(paper, 90.5, upvotes(), EVERYWHERE));

        RankExplanation explanation = of(999, RISING_DAY);

        assertThat(explanation.state()).isEqualTo(State.BELOW);
        assertThat(explanation.score()).isEqualTo(90.5);
        assertThat(explanation.last()).isEqualTo(new RankExplanation.Last(200, 101));
        assertThat(explanation.missing()).isEqualTo(10.5);
        assertThat(explanation.sentence())
                .isEqualTo("Its score is 90.5; number 200 has 101, so 10.5 is missing.");
    }

    @Test
    void hasNoSignalsYet() {
        fullRanking(RISING_DAY);
        var paper = paper(999, NOW, "cs.LG");
        readers.send(paper).send(score(paper, 5e-10, recency(), EVERYWHERE));

        assertThat(of(999, RISING_DAY).state()).isEqualTo(State.NO_READINGS);
        assertThat(of(999, RISING_DAY).sentence()).startsWith("Nobody has counted").contains("101");
    }

    @Test
    void isOlderThanTheWindowAndSaysWhenItLastGained() {
        var paper = paper(999, LONG_AGO, "cs.LG");
        readers.send(paper)
                .send(score(paper, 4, upvotes(), Map.of(Window.WEEK, false, Window.MONTH, false)));

        RankExplanation rising = of(999, RISING_DAY);
        assertThat(rising.state()).isEqualTo(State.NOT_IN_WINDOW);
        assertThat(rising.listed()).isEqualTo(LONG_AGO);
        assertThat(rising.lastGain())
                .isEqualTo(
                        new RankExplanation.LastGain(
                                NOW.minus(Duration.ofDays(7)), NOW.minus(Duration.ofDays(1))));
        assertThat(rising.sentence())
                .isEqualTo(
                        "It was listed on 2025-01-02, before the last day, and last gained on or"
                                + " after 2025-02-24, but not within it.");

        RankExplanation top = of(999, new RankingKey(Order.TOP, Window.WEEK, null));
        assertThat(top.state()).isEqualTo(State.NOT_IN_WINDOW);
        assertThat(top.sentence()).contains("before the last week", "top holds");
    }

    @Test
    void hasBeenQuietForLong() {
        readers.send(paper(999, LONG_AGO, "cs.LG"));

        RankExplanation explanation = of(999, RISING_DAY);

        assertThat(explanation.state()).isEqualTo(State.NOT_IN_WINDOW);
        assertThat(explanation.lastGain())
                .isEqualTo(new RankExplanation.LastGain(null, NOW.minus(Duration.ofDays(1))));
        assertThat(explanation.sentence()).endsWith("and has gained nothing within it.");
    }

    @Test
    void isInOtherCategories() {
        var paper = paper(999, NOW, "stat.ML", "cs.LG");
        readers.send(paper).send(score(paper, 5, upvotes(), EVERYWHERE));

        assertThat(of(999, in("hep-ex")).state()).isEqualTo(State.OTHER_CATEGORY);
        assertThat(of(999, in("hep-ex")).sentence())
                .isEqualTo("It is not in hep-ex, but in stat.ML, cs.LG.");
        readers.send(
                Readers.ranking(new RankingKey(Order.TOP, Window.MONTH, "stat.ML"), NOW, 9, 1));
        assertThat(of(999, in("Stat")).state()).isEqualTo(State.OTHER_CATEGORY);
        assertThat(of(999, in("Stat")).sentence())
                .isEqualTo("There are no rankings of the archive Stat; it is in stat.ML, cs.LG.");
        assertThat(of(999, in("CS.lg")).category()).isEqualTo("cs.LG");
        assertThat(of(999, in("CS.lg")).state()).isEqualTo(State.NOT_YET);

        // As astro-ph, which has papers of its own.
        readers.send(Readers.ranking(new RankingKey(Order.TOP, Window.MONTH, "stat"), NOW, 9, 2));
        assertThat(of(999, in("stat")).sentence())
                .isEqualTo("It is not in stat, but in stat.ML, cs.LG.");
    }

    @Test
    void hasNoCategoriesYet() {
        var paper = paper(999, NOW);
        readers.send(paper).send(score(paper, 5, upvotes(), EVERYWHERE));

        assertThat(of(999, in("cs.LG")).state()).isEqualTo(State.CATEGORY_NOT_KNOWN);
    }

    @Test
    void hasComeAMomentAgo() {
        readers.send(paper(999, NOW, "cs.LG"));

        assertThat(of(999, RISING_DAY).state()).isEqualTo(State.NOT_YET);
    }

    /** Announced by one source, heard of, and taken up by a list long after that. */
    @Test
    void isNotInTheWindowWhereItsScoreSaysSo() {
        var paper = paper(999, NOW, "cs.LG");
        readers.send(paper).send(score(paper, 5, upvotes(), Map.of()));

        RankExplanation explanation = of(999, RISING_DAY);
        assertThat(explanation.state()).isEqualTo(State.NOT_IN_WINDOW);
        assertThat(explanation.sentence()).startsWith("It was first seen before the last day");
    }

    /** Else it would arrive within seconds for thousands of years. */
    @Test
    void isNotAboutToComeWhereItsListingIsStillToCome() {
        readers.send(paper(999, NOW.plus(Duration.ofDays(9)), "cs.LG"));

        RankExplanation explanation = of(999, RISING_DAY);
        assertThat(explanation.state()).isEqualTo(State.NOT_IN_WINDOW);
        assertThat(explanation.sentence()).startsWith("It was first seen before the last day");
    }

    @Test
    void wasWithdrawnOrMergedOrIsUnknown() {
        readers.send(Readers.paper(1, 2, NOW, PaperStatus.WITHDRAWN, null, List.of()));
        readers.send(Readers.paper(2, 2, NOW, PaperStatus.MERGED, id(3), List.of()));

        assertThat(of(1, RISING_DAY).state()).isEqualTo(State.WITHDRAWN);
        assertThat(of(2, RISING_DAY).state()).isEqualTo(State.MERGED);
        assertThat(of(2, RISING_DAY).mergedInto()).isEqualTo(id(3));
        assertThat(of(4, RISING_DAY).state()).isEqualTo(State.UNKNOWN);

        readers.send(Readers.ranking(RISING_DAY, NOW, 5, 3)).send(paper(3, NOW, "cs.LG"));
        assertThat(of(2, RISING_DAY).state()).isEqualTo(State.RANKS);
        assertThat(of(2, RISING_DAY).paper()).isEqualTo(id(3));
    }
}
