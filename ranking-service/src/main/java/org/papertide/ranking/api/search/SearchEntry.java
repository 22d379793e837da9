package org.papertide.ranking.api.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.ranking.search.Match;

/**
 * A paper that was found, in its place.
 *
 * @param rank from 1
 * @param relevance how well it answers, from 0 to 1
 * @param match why it was found
 * @param score as in rankings: by {@code sort}, of the order {@code top} or else {@code rising};
 *     absent for a paper that is quiet
 * @param reasons for the score, the largest share first; empty without a score
 * @param paper the paper, without its abstract
 */
public record SearchEntry(
        int rank,
        double relevance,
        Match match,
        @Nullable Double score,
        List<Reason> reasons,
        PaperSummary paper) {

    public SearchEntry {
        reasons = List.copyOf(reasons);
    }
}
