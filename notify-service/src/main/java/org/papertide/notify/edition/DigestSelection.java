package org.papertide.notify.edition;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.edition.RankedCandidates.Ranked;
import org.papertide.notify.interest.CalibratedTheme.Direction;

/**
 * The papers of one digest: what rises, and the highest of the rest, each with its true rank.
 *
 * @param rising best first
 * @param top best first, none of them in {@code rising}
 */
record DigestSelection(List<Ranked> rising, List<Ranked> top) {

    DigestSelection {
        rising = List.copyOf(rising);
        top = List.copyOf(top);
    }

    /**
     * Half of the limit, rounded up, is for what rises; then the top fills up; what it leaves free,
     * for it has fewer, goes to what rises again.
     *
     * @param candidates that the reader's filter lets pass
     * @param limit most papers in all, at least 1
     * @param isNew whether the reader has not been sent a paper before
     */
    static DigestSelection of(RankedCandidates candidates, int limit, Predicate<Ranked> isNew) {
        List<Ranked> rising = candidates.rising().stream().filter(isNew).limit(limit).toList();
        int half = Math.min((limit + 1) / 2, rising.size());
        Set<String> shown = ids(rising.subList(0, half));
        List<Ranked> highest =
                candidates.top().stream()
                        .filter(each -> !shown.contains(each.id()))
                        .filter(isNew)
                        .limit(limit - half)
                        .toList();
        Set<String> inTop = ids(highest);
        List<Ranked> rest =
                rising.subList(half, rising.size()).stream()
                        .filter(each -> !inTop.contains(each.id()))
                        .limit(limit - half - highest.size())
                        .toList();
        return new DigestSelection(
                Stream.concat(rising.subList(0, half).stream(), rest.stream()).toList(), highest);
    }

    boolean isEmpty() {
        return rising.isEmpty() && top.isEmpty();
    }

    /** The ids of all papers, in the order shown. */
    List<String> papers() {
        return Stream.concat(rising.stream(), top.stream()).map(Ranked::id).toList();
    }

    /** Equal for digests that say the same. */
    String key() {
        return key(rising) + " | " + key(top);
    }

    private static String key(List<Ranked> papers) {
        return papers.stream()
                .map(each ->
                        each.rank() + "/" + each.otherRank() + "=" + each.id() + met(each.met()))
                .collect(Collectors.joining(" "));
    }

    /** Quoted: whatever a reader writes, it ends where it ends. */
    private static String met(@Nullable Direction met) {
        return met == null
                ? ""
                : (met.example() ? " like " : " about ")
                        + '"'
                        + met.name().replace("\"", "\"\"")
                        + '"';
    }

    /** Whether it says what the reader wrote. */
    boolean isInWords() {
        return Stream.concat(rising.stream(), top.stream()).anyMatch(each -> each.met() != null);
    }

    private static Set<String> ids(List<Ranked> papers) {
        return papers.stream().map(Ranked::id).collect(Collectors.toCollection(HashSet::new));
    }
}
