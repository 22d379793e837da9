package org.papertide.notify.edition;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.subscription.DigestReader;

/**
 * What one filter lets pass, and what it comes to for readers who have seen none of it.
 *
 * @param interest of any of its readers; they differ in hour and timezone alone
 * @param passing the candidates
 * @param unseen the digest of who has seen none of them
 */
record FilteredCandidates(Interest interest, RankedCandidates passing, KeyedSelection unseen) {

    /**
     * A digest's papers.
     *
     * @param key equal for digests that say the same
     */
    record KeyedSelection(DigestSelection papers, String key) {

        private static KeyedSelection of(DigestSelection papers) {
            return new KeyedSelection(papers, papers.key());
        }
    }

    static FilteredCandidates of(Interest interest, RankedCandidates passing) {
        return new FilteredCandidates(
                interest,
                passing,
                KeyedSelection.of(DigestSelection.of(passing, interest.limit(), _ -> true)));
    }

    /**
     * The same without the papers that were not read too late for a reader, who was not served yet
     * when the digest of their time came.
     *
     * @param asOf of the digest that is made now; the ones before it are a window apart
     */
    FilteredCandidates missedBy(DigestReader reader, Instant asOf, Duration window) {
        RankedCandidates missed =
                passing.withLate(
                        paper -> isMissed(paper.score().paper().listed(), reader, asOf, window));
        return missed.late().size() == passing.late().size() ? this : of(interest, missed);
    }

    private static boolean isMissed(
            @Nullable Instant listed, DigestReader reader, Instant asOf, Duration window) {
        if (listed == null) {
            return false;
        }
        long digests = Duration.between(listed, asOf).dividedBy(window);
        return reader.wasServedAt(asOf.minus(window.multipliedBy(digests)));
    }

    /** The digest of a reader who was sent some papers before, behind those that are left over. */
    KeyedSelection behind(List<RankedCandidates.Found> leftOver, Set<String> seen) {
        return KeyedSelection.of(
                DigestSelection.behind(
                        leftOver, passing, interest.limit(), paper -> !seen.contains(paper.id())));
    }

    /** The digest of a reader who was sent these papers before. */
    KeyedSelection without(Set<String> seen) {
        return seen.isEmpty()
                ? unseen
                : KeyedSelection.of(
                        DigestSelection.of(
                                passing, interest.limit(), paper -> !seen.contains(paper.id())));
    }
}
