package org.papertide.ranking.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.papertide.events.Reason;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;

/**
 * The score of a paper at an instant.
 *
 * @param windows the values in each window that holds the paper
 * @param rising expected further upvote-equivalents in the next 24 hours, 0 or more
 * @param top expected final count of upvote-equivalents, 0 or more
 * @param reasons the reasons, the largest share first; the shares add up to 1
 * @param breakoutProbability that it will end among the best (2 in 100), 0 to 1
 * @param canBreakOut whether its rise was observed, and recently. A first signal shows the gain
 *     since the listing, so by it alone only a freshly listed paper can break out. Signals older
 *     than a day are about the past
 * @param level the highest level of any metric that is believed, in upvote-equivalents
 * @param ageHours between its listing and its newest signal; decisions about it change with
 *     signals, not with time alone
 * @param nextChange when the score will have changed materially with no further signal; {@link
 *     Instant#MAX} if never
 */
public record ScoreResult(
        Map<Window, WindowScore> windows,
        double rising,
        double top,
        List<Reason> reasons,
        double breakoutProbability,
        boolean canBreakOut,
        double level,
        double ageHours,
        Instant nextChange) {

    public ScoreResult {
        windows = Map.copyOf(windows);
        reasons = List.copyOf(reasons);
    }
}
