package org.papertide.notify.interest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.notify.interest.CalibratedTheme.Named;
import org.papertide.testing.Growth;

class CalibratedThemeTest {

    private static final int DIMENSIONS = 48;
    private static final String MODEL = "words/1";

    private final Random random = new Random(11);

    private float[] vector() {
        return near(new float[DIMENSIONS], 1);
    }

    /** A direction so far from another one. */
    private float[] near(float[] other, double distance) {
        float[] vector = new float[DIMENSIONS];
        double squares = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) (other[i] + distance * random.nextGaussian());
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private PaperVectors papers(int count) {
        PaperVectors papers = new PaperVectors(count);
        IntStream.range(0, count).forEach(place -> papers.put(place, MODEL, vector()));
        return papers;
    }

    private static Named text(String name, float[] vector) {
        return new Named(name, null, vector);
    }

    private static BitSet all(int count) {
        BitSet all = new BitSet();
        all.set(0, count);
        return all;
    }

    private static PaperVectors.OfModel own(PaperVectors papers) {
        PaperVectors.OfModel own = papers.by(MODEL);
        if (own == null) {
            throw new IllegalStateException("no vectors");
        }
        return own;
    }

    private static CalibratedTheme theme(
            List<Named> wanted, List<Named> unwanted, Amount amount, PaperVectors recent) {
        PaperVectors.OfModel own = own(recent);
        return CalibratedTheme.of(
                MODEL, wanted, unwanted, amount, own, new BitSet(), own.count() / 7.0);
    }

    /** Whatever the texts, near or far, one or five: what is asked for is what passes. */
    @ParameterizedTest
    @EnumSource
    void letsAsManyPassAsAreAskedFor(Amount amount) {
        int count = 1_400; // 200 a day
        PaperVectors recent = papers(count);
        for (int texts = 1; texts <= 5; texts++) {
            List<Named> wanted =
                    IntStream.range(0, texts).mapToObj(i -> text("t" + i, vector())).toList();
            BitSet passing = theme(wanted, List.of(), amount, recent).passing(recent, all(count));
            int aDay =
                    switch (amount) {
                        case FEW -> 1;
                        case SOME -> 3;
                        case MANY -> 10;
                    };
            assertThat(passing.cardinality()).as("%d texts", texts).isEqualTo(7 * aDay);
        }
    }

    /** Some papers are the nearest to random letters as well. */
    @ParameterizedTest
    @EnumSource
    void letsNonePassThatIsNoNearerThanRandomLetters(Amount amount) {
        int count = 1_400;
        PaperVectors recent = papers(count);
        float[] tides = new float[DIMENSIONS];
        tides[0] = 1;
        Named wanted = new Named("tides", null, tides, 0.9);
        Named unwanted = new Named("waves", null, tides, 0.99);

        CalibratedTheme theme = theme(List.of(wanted), List.of(unwanted), amount, recent);
        assertThat(theme.passing(recent, all(count)).cardinality()).isZero();
        assertThat(theme.wanted().getFirst().floor()).isEqualTo(0.9);
        assertThat(theme.met(recent, 0)).isEmpty();
        // A release before knows no floor: it is to let pass no more than it did.
        assertThat(theme.bar())
                .isEqualTo(theme(List.of(text("tides", tides)), List.of(), amount, recent).bar());

        PaperVectors later = new PaperVectors(2);
        later.put(0, MODEL, near(tides, 0.05));
        later.put(1, MODEL, vector());
        BitSet passing = theme(List.of(wanted), List.of(), amount, recent).passing(later, all(2));
        assertThat(passing.stream()).containsExactly(0);
        // Few are near: each of them passes, however few that is of what is asked for.
        PaperVectors few = papers(count);
        few.put(3, MODEL, near(tides, 0.001));
        few.put(4, MODEL, near(tides, 0.05));
        assertThat(
                        theme(List.of(wanted), List.of(), Amount.MANY, few)
                                .passing(few, all(count))
                                .stream())
                .containsExactly(3, 4);
        // Nothing is near to what is unwanted: all others pass.
        assertThat(theme(List.of(), List.of(unwanted), amount, recent).passing(recent, all(count)))
                .isEqualTo(all(count));
    }

    /** What is not wanted, and what the reader knows, takes no place of what is asked for. */
    @ParameterizedTest
    @EnumSource
    void countsOnlyWhatWouldPass(Amount amount) {
        int count = 1_400; // 200 a day
        float[] tides = new float[DIMENSIONS];
        float[] surveys = new float[DIMENSIONS];
        float[] both = new float[DIMENSIONS];
        tides[0] = 1;
        surveys[1] = 1;
        both[0] = (float) Math.sqrt(0.5);
        both[1] = both[0];
        PaperVectors recent = new PaperVectors(count);
        // As many surveys are as near to what is wanted as papers that are none.
        for (int place = 0; place < count; place++) {
            float[] vector =
                    switch (place % 6) {
                        case 0 -> near(tides, 0.05);
                        case 1 -> near(surveys, 0.05);
                        default -> vector();
                    };
            recent.put(place, MODEL, vector);
        }
        List<Named> wanted = List.of(text("tides", both));
        List<Named> unwanted = List.of(text("surveys", surveys));
        BitSet nearest = theme(wanted, unwanted, Amount.FEW, recent).passing(recent, all(count));

        CalibratedTheme theme =
                CalibratedTheme.of(
                        MODEL, wanted, unwanted, amount, own(recent), nearest, count / 7.0);

        BitSet others = all(count);
        others.andNot(nearest);
        assertThat(nearest.cardinality()).isEqualTo(7);
        assertThat(theme.passing(recent, others).cardinality())
                .isEqualTo(amount.of(count, count / 7.0));
    }

    /** Of a day's papers as many pass as are asked for of a day, not of a week. */
    @Test
    void asksForAsManyOfADayWhereThereIsNoWeekYet() {
        PaperVectors recent = papers(200);
        CalibratedTheme theme =
                CalibratedTheme.of(
                        MODEL,
                        List.of(text("t", vector())),
                        List.of(),
                        Amount.MANY,
                        own(recent),
                        new BitSet(),
                        200);
        assertThat(theme.passing(recent, all(200)).cardinality()).isEqualTo(10);
    }

    /** Of papers without a vector nobody knows whether they are wanted. */
    @Test
    void knowsOfPapersWithAVectorWhetherTheyPass() {
        CalibratedTheme theme =
                theme(List.of(text("t", vector())), List.of(), Amount.SOME, papers(100));
        PaperVectors papers = new PaperVectors(3);
        papers.put(1, MODEL, vector());
        papers.put(2, "other/1", vector());
        assertThat(theme.known(papers, all(3)).stream()).containsExactly(1);
        assertThat(theme.known(new PaperVectors(3), all(3)).isEmpty()).isTrue();
    }

    @Test
    void asksForLessWhereFewPapersCome() {
        PaperVectors recent = papers(70); // ten a day
        BitSet passing =
                theme(List.of(text("t", vector())), List.of(), Amount.MANY, recent)
                        .passing(recent, all(70));

        assertThat(passing.cardinality()).as("a tenth of them").isEqualTo(7);
        assertThat(
                        theme(List.of(text("t", vector())), List.of(), Amount.FEW, recent)
                                .passing(recent, all(70))
                                .cardinality())
                .isEqualTo(1);
    }

    @Test
    void findsWhatIsNearAndSaysToWhichText() {
        PaperVectors recent = papers(700);
        float[] tides = vector();
        float[] agents = vector();
        float[] neither = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            neither[i] = -tides[i] - agents[i];
        }
        PaperVectors papers = new PaperVectors(3);
        papers.put(0, MODEL, near(tides, 0.01));
        papers.put(1, MODEL, near(agents, 0.01));
        papers.put(2, MODEL, near(neither, 0));
        CalibratedTheme theme =
                theme(
                        List.of(text("tides", tides), new Named("On agents", "arxiv:1", agents)),
                        List.of(),
                        Amount.SOME,
                        recent);

        assertThat(theme.passing(papers, all(3)).stream()).containsExactly(0, 1);
        assertThat(theme.met(papers, 0))
                .hasValueSatisfying(met -> {
                    assertThat(met.name()).isEqualTo("tides");
                    assertThat(met.example()).isFalse();
                });
        assertThat(theme.met(papers, 1))
                .hasValueSatisfying(met -> assertThat(met.example()).isTrue());
    }

    /** Where a text is far from all papers and an example near to all, both have their part. */
    @Test
    void measuresEachTextByItsOwnSpread() {
        float[] middle = vector();
        PaperVectors recent = new PaperVectors(700);
        IntStream.range(0, 700).forEach(place -> recent.put(place, MODEL, near(middle, 0.2)));
        CalibratedTheme theme =
                theme(
                        List.of(text("far", vector()), text("near", middle)),
                        List.of(),
                        Amount.MANY,
                        recent);

        BitSet passing = theme.passing(recent, all(700));

        assertThat(
                        passing.stream()
                                .mapToObj(place -> theme.met(recent, place).orElseThrow().name()))
                .contains("far", "near");
    }

    @Test
    void leavesOutWhatIsNearerToSomethingUnwanted() {
        PaperVectors recent = papers(700);
        float[] diffusion = vector();
        float[] video = near(diffusion, 0.1);
        PaperVectors papers = new PaperVectors(2);
        papers.put(0, MODEL, near(diffusion, 0.02));
        papers.put(1, MODEL, near(video, 0.02));
        List<Named> wanted = List.of(text("diffusion", diffusion));

        assertThat(theme(wanted, List.of(), Amount.SOME, recent).passing(papers, all(2)).stream())
                .containsExactly(0, 1);
        assertThat(
                        theme(wanted, List.of(text("video", video)), Amount.SOME, recent)
                                .passing(papers, all(2))
                                .stream())
                .containsExactly(0);
    }

    @Test
    void leavesOutTheNearestWhereNothingIsWanted() {
        PaperVectors recent = papers(1_400);
        CalibratedTheme theme =
                theme(List.of(), List.of(text("surveys", vector())), Amount.FEW, recent);

        assertThat(theme.passing(recent, all(1_400)).cardinality()).isEqualTo(1_400 - 70);
        assertThat(theme.met(recent, 0)).isEmpty();
    }

    @Test
    void comparesVectorsOfOneModelAlone() {
        PaperVectors recent = papers(100);
        float[] text = vector();
        CalibratedTheme theme = theme(List.of(text("t", text)), List.of(), Amount.SOME, recent);
        PaperVectors papers = new PaperVectors(4);
        papers.put(3, MODEL, new float[] {1});
        papers.put(0, "words/2", text);
        papers.put(1, MODEL, text);
        papers.put(2, MODEL, new float[] {1});

        assertThat(theme.passing(papers, all(4)).stream()).containsExactly(1);
        assertThat(theme.met(papers, 0)).isEmpty();
        PaperVectors shorter = new PaperVectors(1);
        shorter.put(0, MODEL, new float[] {1});
        assertThat(theme.passing(shorter, all(1)).isEmpty()).isTrue();
    }

    @Test
    void copesWithPapersThatAreAllAlike() {
        float[] same = vector();
        PaperVectors recent = new PaperVectors(50);
        IntStream.range(0, 50).forEach(place -> recent.put(place, MODEL, same));

        CalibratedTheme theme = theme(List.of(text("t", same)), List.of(), Amount.FEW, recent);

        assertThat(theme.bar()).isFinite();
        assertThat(theme.passing(recent, all(50)).isEmpty()).as("rather none than all").isTrue();
    }

    @Test
    void saysWhenOneModelHasReadAboutAsMuchAsAnother() {
        PaperVectors papers = new PaperVectors(100);
        IntStream.range(0, 100).forEach(place -> papers.put(place, "old/1", vector()));
        IntStream.range(0, 79).forEach(place -> papers.put(place, "new/1", vector()));

        assertThat(papers.covers("new/1", "old/1")).isFalse();
        papers.put(79, "new/1", vector());
        assertThat(papers.covers("new/1", "old/1")).isTrue();
        assertThat(papers.mostOf()).contains("old/1");
        assertThat(papers.covers("none/1", "gone/1")).isFalse();
    }

    @Test
    void takesTimeInProportionToTheInterests() {
        int count = 300;
        PaperVectors papers = papers(count);
        BitSet all = all(count);
        Growth.assertLinear(
                400,
                themes ->
                        IntStream.range(0, themes)
                                .mapToObj(i ->
                                        theme(
                                                List.of(text("t", vector())),
                                                List.of(),
                                                Amount.SOME,
                                                papers))
                                .toList(),
                themes -> themes.forEach(theme -> theme.passing(papers, all)));
    }
}
