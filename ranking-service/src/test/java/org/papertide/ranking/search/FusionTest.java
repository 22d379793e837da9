package org.papertide.ranking.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FusionTest {

    private static final double NO_FLOOR = -2;

    /** The first has more of the words, the second is nearer in meaning. */
    private static List<Integer> order(float first, float second, double known, By by) {
        return Fusion.order(
                        List.of(
                                new Candidates.Candidate(1, first, 0.1f),
                                new Candidates.Candidate(2, second, 0.9f)),
                        null,
                        new WordQuery.Most(10, known),
                        NO_FLOOR,
                        by)
                .stream()
                .map(Fusion.Ranked::document)
                .toList();
    }

    /** Who types words of a title knows more than the model does of two or three words. */
    @Test
    void wordsDecideBetweenPapersThatHaveThem() {
        assertThat(order(12, 10, 1, By.BOTH)).containsExactly(1, 2);
        assertThat(order(10.1f, 10, 1, By.BOTH)).containsExactly(1, 2);
    }

    @Test
    void meaningDecidesWhereNoPaperHasManyOfTheWords() {
        assertThat(order(3, 2, 1, By.BOTH)).containsExactly(2, 1);
        assertThat(order(3, 2, 1, By.WORDS)).containsExactly(1, 2);
    }

    /** What a mistyped word means is left open, though a paper has all the others. */
    @Test
    void meaningFillsInForAWordThatNoPaperHas() {
        assertThat(order(12, 10, 0.5, By.BOTH)).containsExactly(2, 1);
    }

    /** A paper that has more of the words is never the less relevant for it. */
    @Test
    void isTheMoreRelevantTheMoreOfBothAPaperHas() {
        for (int words = 1; words <= 15; words++) {
            for (float near : new float[] {0, 0.5f, 1}) {
                double relevance = relevance(words, near);
                assertThat(relevance).isGreaterThan(relevance(words - 1, near));
                assertThat(relevance).isGreaterThanOrEqualTo(relevance(words, near - 0.1f));
            }
        }
    }

    /** Among papers of other subjects a new one would be taken for as far away as they are. */
    @Test
    void aPaperWithoutAVectorIsAsNearAsItIsSaidToBe() {
        List<Candidates.Candidate> candidates =
                List.of(
                        new Candidates.Candidate(1, 4.5f, null),
                        new Candidates.Candidate(2, 1, 0.0f));
        assertThat(of(candidates, null)).isEqualTo(0.45);
        assertThat(of(candidates, 0.6)).isGreaterThan(0.6);
    }

    private static double of(List<Candidates.Candidate> candidates, @Nullable Double usual) {
        return Fusion.order(candidates, usual, new WordQuery.Most(10, 1), NO_FLOOR, By.BOTH)
                .getFirst()
                .relevance();
    }

    private static double relevance(float words, float near) {
        return Fusion.order(
                        List.of(new Candidates.Candidate(1, words, near)),
                        null,
                        new WordQuery.Most(10, 1),
                        NO_FLOOR,
                        By.BOTH)
                .getFirst()
                .relevance();
    }
}
