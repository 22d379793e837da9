package org.papertide.notify.edition;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.papertide.events.Score;

/**
 * The papers of one digest: what rises, and the highest of the rest.
 *
 * @param rising best first
 * @param top best first, none of them in {@code rising}
 */
record DigestSelection(List<Score> rising, List<Score> top) {

    DigestSelection {
        rising = List.copyOf(rising);
        top = List.copyOf(top);
    }

    /**
     * Half of the limit, rounded up, is for what rises; then the top fills up; what it leaves free,
     * for it has fewer, goes to what rises again.
     *
     * @param rising candidates, best first
     * @param top candidates, best first
     * @param limit most papers in all, at least 1
     * @param wanted tells whether a paper is to be shown at all
     */
    static DigestSelection of(
            List<Score> rising, List<Score> top, int limit, Predicate<Score> wanted) {
        List<Score> passing = rising.stream().filter(wanted).limit(limit).toList();
        int half = Math.min((limit + 1) / 2, passing.size());
        Set<String> shown = new HashSet<>(ids(passing.subList(0, half)));
        List<Score> highest =
                top.stream()
                        .filter(score -> !shown.contains(score.paper().id().value()))
                        .filter(wanted)
                        .limit(limit - half)
                        .toList();
        Set<String> inTop = new HashSet<>(ids(highest));
        List<Score> rest =
                passing.subList(half, passing.size()).stream()
                        .filter(score -> !inTop.contains(score.paper().id().value()))
                        .limit(limit - half - highest.size())
                        .toList();
        return new DigestSelection(
                Stream.concat(passing.subList(0, half).stream(), rest.stream()).toList(), highest);
    }

    boolean isEmpty() {
        return rising.isEmpty() && top.isEmpty();
    }

    /** The ids of all papers, in the order shown. */
    List<String> papers() {
        return Stream.concat(ids(rising).stream(), ids(top).stream()).toList();
    }

    /** Equal for digests that say the same. */
    String key() {
        return String.join(" ", ids(rising)) + " | " + String.join(" ", ids(top));
    }

    private static List<String> ids(List<Score> scores) {
        return scores.stream().map(score -> score.paper().id().value()).toList();
    }
}
