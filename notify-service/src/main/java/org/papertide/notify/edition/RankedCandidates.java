package org.papertide.notify.edition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.events.Score;
import org.papertide.notify.interest.CalibratedTheme.Direction;

/**
 * The candidates that one filter lets pass, with their ranks among themselves.
 *
 * @param rising best first
 * @param top best first
 * @param late best first, none of them in another list: no candidates any more, but they were read
 *     too late for the theme to tell before whether it wants them
 */
record RankedCandidates(List<Ranked> rising, List<Ranked> top, List<Ranked> late) {

    RankedCandidates {
        rising = List.copyOf(rising);
        top = List.copyOf(top);
        late = List.copyOf(late);
    }

    /**
     * A paper in its place.
     *
     * @param rank from 1
     * @param otherRank its rank in the other order; 0 if it is not in it
     * @param met what of the reader's theme it is nearest to, if there is a theme
     */
    record Ranked(int rank, int otherRank, Score score, @Nullable Direction met) {

        String id() {
            return score.paper().id().value();
        }

        /** All its identities: a candidate may have become known as another paper meanwhile. */
        Stream<String> names() {
            return RankedCandidates.names(score);
        }
    }

    /**
     * A paper that passes.
     *
     * @param met what of the reader's theme it is nearest to, if there is a theme
     */
    record Found(Score score, @Nullable Direction met) {

        /** Those of an interest without a theme. */
        static List<Found> of(List<Score> scores) {
            return scores.stream().map(score -> new Found(score, null)).toList();
        }

        /** All its identities. */
        Stream<String> names() {
            return RankedCandidates.names(score);
        }
    }

    private static Stream<String> names(Score score) {
        return score.paper().identities().stream().map(PaperId::value);
    }

    /**
     * @param rising those that pass, best first
     * @param top those that pass, best first
     * @param late those that pass, best first
     */
    static RankedCandidates of(List<Found> rising, List<Found> top, List<Found> late) {
        return new RankedCandidates(
                ranked(rising, ranks(top)), ranked(top, ranks(rising)), ranked(late, Map.of()));
    }

    private static List<Ranked> ranked(List<Found> papers, Map<String, Integer> others) {
        List<Ranked> ranked = new ArrayList<>(papers.size());
        for (Found found : papers) {
            int other = others.getOrDefault(found.score().paper().id().value(), 0);
            ranked.add(new Ranked(ranked.size() + 1, other, found.score(), found.met()));
        }
        return ranked;
    }

    private static Map<String, Integer> ranks(List<Found> papers) {
        Map<String, Integer> ranks = new HashMap<>();
        for (Found found : papers) {
            ranks.putIfAbsent(found.score().paper().id().value(), ranks.size() + 1);
        }
        return ranks;
    }

    /** The same with some of what was read late, ranked among themselves. */
    RankedCandidates withLate(Predicate<Ranked> isWanted) {
        List<Found> wanted =
                late.stream()
                        .filter(isWanted)
                        .map(each -> new Found(each.score(), each.met()))
                        .toList();
        return new RankedCandidates(rising, top, ranked(wanted, Map.of()));
    }

    /** Places in all lists. */
    int size() {
        return rising.size() + top.size() + late.size();
    }

    boolean isEmpty() {
        return rising.isEmpty() && top.isEmpty() && late.isEmpty();
    }
}
