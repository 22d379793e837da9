package org.papertide.ranking.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one order of two measures: how many of the query's words a paper has, and how near its
 * vector is to the query's.
 *
 * <p>Both are on a scale of their own, from 0 to 1, and not on one that depends on what else was
 * found: the score by words is divided by the most that any paper could have for them one by one,
 * the cosine is as it is. They are joined as the chances of two independent reasons are (noisy or):
 * meaning fills what the words leave open, also where no paper has one of them, as it is mistyped.
 * So words decide where a paper has them (somebody looks for a paper that they know), and meaning
 * where no paper has many (somebody describes in a sentence what they want). Scores tell more than
 * ranks (Bruch et al., An Analysis of Fusion Functions for Hybrid Retrieval, 2023).
 *
 * <p>A paper whose vector is not made yet is taken for as near as the others are on average: its
 * words alone say how well it answers.
 *
 * <p>Rejected: reciprocal rank fusion. It finds fewer of the papers that somebody knows than words
 * alone, since it makes the same of a paper that is by far the best and of one that is hardly
 * better than the next. Rejected as well: a weighted sum, which finds fewer of them where the query
 * is two or three words, of which the model knows little: of papers that all have these words it
 * puts those first that are near.
 */
final class Fusion {

    /**
     * The most that meaning counts for, of what the words leave open. Judged with {@code
     * SearchQuality}; from 0.5 to 0.8 it is much the same.
     */
    static final double MEANING = 0.6;

    private Fusion() {}

    /**
     * Papers in the order of their relevance, the most relevant one first. One that has none of the
     * words, and means something else, is left out.
     *
     * @param usual how near a paper without a vector is taken to be; null for as near as these are
     *     on average
     * @param most how much single words can say; pairs of words may exceed it
     * @param floor a paper whose cosine is not above this one means something else
     */
    static List<Ranked> order(
            List<Candidates.Candidate> candidates,
            @Nullable Double usual,
            WordQuery.Most most,
            double floor,
            By by) {
        double lent = usual == null ? average(candidates) : usual;
        List<Ranked> ranked = new ArrayList<>(candidates.size());
        for (Candidates.Candidate each : candidates) {
            if (each.words() == 0 && each.similarity() != null && each.similarity() <= floor) {
                continue;
            }
            double words = most.score() == 0 ? 0 : each.words() / most.score();
            double near =
                    each.similarity() != null
                            ? Math.max(0, each.similarity())
                            : by == By.BOTH ? Math.max(0, lent) : 0;
            double relevance =
                    switch (by) {
                        case WORDS -> words;
                        case MEANING -> near;
                        case BOTH -> words + MEANING * near * Math.max(0, 1 - words * most.known());
                    };
            ranked.add(new Ranked(each.document(), relevance, words, asDouble(each.similarity())));
        }
        ranked.sort(
                Comparator.comparingDouble(Ranked::relevance)
                        .reversed()
                        .thenComparingInt(Ranked::document));
        return ranked;
    }

    private static double average(List<Candidates.Candidate> candidates) {
        return candidates.stream()
                .flatMap(each -> Stream.ofNullable(each.similarity()))
                .mapToDouble(Float::doubleValue)
                .average()
                .orElse(0);
    }

    private static @Nullable Double asDouble(@Nullable Float number) {
        return number == null ? null : Double.valueOf(number);
    }

    /** A paper in its place; the parts are as in {@link Hit}. */
    record Ranked(int document, double relevance, double words, @Nullable Double similarity) {}
}
