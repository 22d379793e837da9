package org.papertide.ranking.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperStatus;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;

/**
 * A paper, how it stands, and how it stood.
 *
 * @param paper the paper; with its abstract as long as it has a score
 * @param status listed or withdrawn; merged as long as the paper that it was merged into is not
 *     known
 * @param score expected further upvote-equivalents in the next 24 hours; absent if the paper has
 *     none, because it was withdrawn or has been quiet for long
 * @param windows the values per window; a window that does not hold the paper is absent
 * @param reasons why, the largest share first
 * @param observedAt the instant of the score
 * @param model the version of the score
 * @param history scores at the moments at which the paper was among the first 200 of all papers or
 *     of its primary category, and the present one; the oldest first
 * @param ranks where it stood among all papers and in its primary category
 */
public record PaperView(
        PaperSummary paper,
        PaperStatus status,
        @Nullable Double score,
        Map<Window, WindowScore> windows,
        List<Reason> reasons,
        @Nullable Instant observedAt,
        @Nullable String model,
        List<PointInTime> history,
        List<RankHistory> ranks) {

    public PaperView {
        windows = Map.copyOf(windows);
        reasons = List.copyOf(reasons);
        history = List.copyOf(history);
        ranks = List.copyOf(ranks);
    }

    static PaperView of(
            Score score, PaperStatus status, List<PointInTime> history, List<RankHistory> ranks) {
        return new PaperView(
                score.paper(),
                status,
                score.score(),
                score.windows(),
                score.reasons(),
                score.observedAt(),
                score.model(),
                history,
                ranks);
    }

    /** A paper without a score. */
    static PaperView of(
            PaperSummary paper,
            PaperStatus status,
            List<PointInTime> history,
            List<RankHistory> ranks) {
        return new PaperView(paper, status, null, Map.of(), List.of(), null, null, history, ranks);
    }
}
