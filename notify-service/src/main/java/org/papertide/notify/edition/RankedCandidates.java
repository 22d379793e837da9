package org.papertide.notify.edition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
     * @param rising those that pass, best first
     * @param top those that pass, best first
     */
    static RankedCandidates of(List<Score> rising, List<Score> top) {
        return new RankedCandidates(ranked(rising, ranks(top)), ranked(top, ranks(rising)));
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

    /** Places in both orders. */
    int size() {
        return rising.size() + top.size();
    }

    boolean isEmpty() {
        return rising.isEmpty() && top.isEmpty();
    }
}
