package org.papertide.notify.edition;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.edition.RankedCandidates.Ranked;
import org.papertide.notify.interest.CalibratedTheme.Direction;

/**
 * The papers of one digest: what rises, and the highest of the rest, each with its true rank; and
 * what was read too late for the digest before. For a reader of alerts, what came to be too much
 * for one day.
 *
 * @param rising best first
 * @param top best first, none of them in {@code rising}
 * @param late best first, none of them in another list
 * @param held best first, none of them in another list: of them the reader had no alert. Their
 *     ranks are those that are missing for them in the other lists; 0 if none is
 * @param heldLeft how many more are held
 */
record DigestSelection(
        List<Ranked> rising, List<Ranked> top, List<Ranked> late, List<Ranked> held, int heldLeft) {

    /** More are no reading for a morning, and no mail shows many more. */
    static final int MOST_HELD = 50;

    DigestSelection {
        rising = List.copyOf(rising);
        top = List.copyOf(top);
        late = List.copyOf(late);
        held = List.copyOf(held);
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
                0);
    }

    /**
     * The same behind what a reader had no alert of, which has no part in the limit.
     *
     * @param candidates that the reader's filter lets pass
     * @param limit most papers beside those
     * @param papers all that are held, best first, at least one
     * @param isNew as above
     */
    static DigestSelection behind(
            List<RankedCandidates.Found> papers,
            RankedCandidates candidates,
            int limit,
            Predicate<Ranked> isNew) {
        List<RankedCandidates.Found> shown = papers.subList(0, Math.min(papers.size(), MOST_HELD));
        Set<String> ids =
                papers.stream()
                        .map(each -> each.score().paper().id().value())
                        .collect(Collectors.toSet());
        DigestSelection others =
                of(
                        candidates.withLate(each -> !ids.contains(each.id())),
                        limit,
                        each -> isNew.test(each) && !ids.contains(each.id()));
        Map<String, Integer> rising = missing(candidates.rising(), others.rising());
        Map<String, Integer> top = missing(candidates.top(), others.top());
        return new DigestSelection(
                others.rising(),
                others.top(),
                others.late(),
                shown.stream()
                        .map(each -> {
                            String id = each.score().paper().id().value();
                            return new Ranked(
                                    rising.getOrDefault(id, 0),
                                    top.getOrDefault(id, 0),
                                    each.score(),
                                    each.met());
                        })
                        .toList(),
                papers.size() - shown.size());
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
        return Stream.of(held, rising, top, late).flatMap(List::stream);
    }

    /** The ids of all papers, in the order shown. */
    List<String> papers() {
        return all().map(Ranked::id).toList();
    }

    /** Equal for digests that say the same. */
    String key() {
        String others = key(rising) + " | " + key(top) + " | " + key(late);
        return held.isEmpty() ? others : others + " | " + key(held) + " and " + heldLeft;
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
