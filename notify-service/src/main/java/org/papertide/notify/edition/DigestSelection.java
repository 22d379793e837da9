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
 * The papers of one digest: what rises, and the highest of the rest, each with its true rank; and
 * what was read too late for the digest before.
 *
 * @param rising best first
 * @param top best first, none of them in {@code rising}
 * @param late best first, none of them in another list
 */
record DigestSelection(List<Ranked> rising, List<Ranked> top, List<Ranked> late) {

    DigestSelection {
        rising = List.copyOf(rising);
        top = List.copyOf(top);
        late = List.copyOf(late);
    }

    /**
     * Half of the limit, rounded up, is for what rises; then the top fills up; what it leaves free,
     * for it has fewer, goes to what rises again. What was read late has up to half of the limit
     * before all others: it is rare, and has no second chance.
     *
     * @param candidates that the reader's filter lets pass
     * @param limit most papers in all, at least 1
     * @param isNew whether the reader has not been sent a paper before, and a late one would have
     *     been in a digest of theirs
     */
    static DigestSelection of(RankedCandidates candidates, int limit, Predicate<Ranked> isNew) {
        List<Ranked> late =
                candidates.late().stream().filter(isNew).limit((limit + 1) / 2).toList();
        int places = limit - late.size();
        List<Ranked> rising = candidates.rising().stream().filter(isNew).limit(places).toList();
        int half = Math.min((places + 1) / 2, rising.size());
        Set<String> shown = ids(rising.subList(0, half));
        List<Ranked> highest =
                candidates.top().stream()
                        .filter(each -> !shown.contains(each.id()))
                        .filter(isNew)
                        .limit(places - half)
                        .toList();
        Set<String> inTop = ids(highest);
        List<Ranked> rest =
                rising.subList(half, rising.size()).stream()
                        .filter(each -> !inTop.contains(each.id()))
                        .limit(places - half - highest.size())
                        .toList();
        return new DigestSelection(
                Stream.concat(rising.subList(0, half).stream(), rest.stream()).toList(),
                highest,
                late);
    }

    boolean isEmpty() {
        return all().findAny().isEmpty();
    }

    private Stream<Ranked> all() {
        return Stream.of(rising, top, late).flatMap(List::stream);
    }

    /** The ids of all papers, in the order shown. */
    List<String> papers() {
        return all().map(Ranked::id).toList();
    }

    /** Equal for digests that say the same. */
    String key() {
        return key(rising) + " | " + key(top) + " | " + key(late);
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
        return all().anyMatch(each -> each.met() != null);
    }

    private static Set<String> ids(List<Ranked> papers) {
        return papers.stream().map(Ranked::id).collect(Collectors.toCollection(HashSet::new));
    }
}
