package org.papertide.notify.edition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.papertide.events.Score;

/**
 * The candidates that one filter lets pass, with their ranks among themselves.
 *
 * @param rising best first
 * @param top best first
 */
record RankedCandidates(List<Ranked> rising, List<Ranked> top) {

    RankedCandidates {
        rising = List.copyOf(rising);
        top = List.copyOf(top);
    }

    /**
     * A paper in its place.
     *
     * @param rank from 1
     * @param otherRank its rank in the other order; 0 if it is not in it
     */
    record Ranked(int rank, int otherRank, Score score) {

        String id() {
            return score.paper().id().value();
        }
    }

    /**
     * @param rising all candidates, best first
     * @param top all candidates, best first
     * @param passes tells whether the filter lets a paper pass
     */
    static RankedCandidates of(List<Score> rising, List<Score> top, Predicate<Score> passes) {
        List<Score> risingPassing = rising.stream().filter(passes).toList();
        List<Score> topPassing = top.stream().filter(passes).toList();
        return new RankedCandidates(
                ranked(risingPassing, ranks(topPassing)), ranked(topPassing, ranks(risingPassing)));
    }

    private static List<Ranked> ranked(List<Score> scores, Map<String, Integer> others) {
        List<Ranked> ranked = new ArrayList<>(scores.size());
        for (Score score : scores) {
            int other = others.getOrDefault(score.paper().id().value(), 0);
            ranked.add(new Ranked(ranked.size() + 1, other, score));
        }
        return ranked;
    }

    private static Map<String, Integer> ranks(List<Score> scores) {
        Map<String, Integer> ranks = new HashMap<>();
        for (Score score : scores) {
            ranks.putIfAbsent(score.paper().id().value(), ranks.size() + 1);
        }
        return ranks;
    }

    boolean isEmpty() {
        return rising.isEmpty() && top.isEmpty();
    }
}
