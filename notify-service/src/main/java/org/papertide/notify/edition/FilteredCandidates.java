package org.papertide.notify.edition;

import java.util.Set;
import org.papertide.notify.interest.Interest;

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

    /** The digest of a reader who was sent these papers before. */
    KeyedSelection without(Set<String> seen) {
        return seen.isEmpty()
                ? unseen
                : KeyedSelection.of(
                        DigestSelection.of(
                                passing, interest.limit(), paper -> !seen.contains(paper.id())));
    }
}
