package org.papertide.notify.edition;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.edition.RankedCandidates.Ranked;
import org.papertide.notify.interest.CalibratedTheme.Direction;

/**
 * The papers of one digest: what rises, and the highest of the rest, each with its true rank; and
 * what was read too late for the digest before. For a reader of alerts, what is left over of them.
 *
 * @param rising best first
 * @param top best first, none of them in {@code rising}
 * @param late best first, none of them in another list
 * @param leftOver best first, none of them in another list: of them the reader had no alert. Their
 *     ranks are those that are missing for them in the other lists; 0 if none is
 * @param leftOut more of these, which are too many for a digest; they are in no list
 */
record DigestSelection(
        List<Ranked> rising,
        List<Ranked> top,
        List<Ranked> late,
        List<Ranked> leftOver,
        List<Ranked> leftOut) {

    /** More are no reading for a morning, and no mail shows many more. */
    static final int MOST_LEFT_OVER = 50;

    DigestSelection {
        rising = List.copyOf(rising);
        top = List.copyOf(top);
        late = List.copyOf(late);
        leftOver = List.copyOf(leftOver);
        leftOut = List.copyOf(leftOut);
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
                late,
                List.of(),
                List.of());
    }

    /**
     * The same behind what a reader had no alert of, which has no part in the limit.
     *
     * @param candidates that the reader's filter lets pass
     * @param limit most papers beside those
     * @param papers all that are left over, best first, at least one
     * @param isNew as above
     */
    static DigestSelection behind(
            List<RankedCandidates.Found> papers,
            RankedCandidates candidates,
            int limit,
            Predicate<Ranked> isNew) {
        Set<String> names =
                papers.stream().flatMap(RankedCandidates.Found::names).collect(Collectors.toSet());
        DigestSelection others =
                of(
                        candidates.withLate(each -> !names.contains(each.id())),
                        limit,
                        each -> isNew.test(each) && !names.contains(each.id()));
        Map<String, Integer> rising = missing(candidates.rising(), others.rising());
        Map<String, Integer> top = missing(candidates.top(), others.top());
        List<Ranked> ranked =
                papers.stream()
                        .map(each ->
                                new Ranked(
                                        rank(each, rising),
                                        rank(each, top),
                                        each.score(),
                                        each.met()))
                        .toList();
        int shown = Math.min(ranked.size(), MOST_LEFT_OVER);
        return new DigestSelection(
                others.rising(),
                others.top(),
                others.late(),
                ranked.subList(0, shown),
                ranked.subList(shown, ranked.size()));
    }

    private static int rank(RankedCandidates.Found paper, Map<String, Integer> ranks) {
        return paper.names().map(ranks::get).filter(Objects::nonNull).findFirst().orElse(0);
    }

    /** The ranks before the last one shown. */
    private static Map<String, Integer> missing(List<Ranked> all, List<Ranked> shown) {
        int last = shown.isEmpty() ? 0 : shown.getLast().rank();
        return all.subList(0, last).stream().collect(Collectors.toMap(Ranked::id, Ranked::rank));
    }

    boolean isEmpty() {
        return all().findAny().isEmpty();
    }

    private Stream<Ranked> all() {
        return Stream.of(leftOver, rising, top, late).flatMap(List::stream);
    }

    /** The ids of all papers, in the order shown. */
    List<String> papers() {
        return all().map(Ranked::id).toList();
    }

    /** The identities of the first papers that are shown. */
    List<String> names(int first) {
        return all().limit(first).flatMap(Ranked::names).toList();
    }

    /** Equal for digests that say the same. */
    String key() {
        String others = key(rising) + " | " + key(top) + " | " + key(late);
        return leftOver.isEmpty() ? others : others + " | " + key(leftOver) + " | " + key(leftOut);
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
