package org.papertide.ranking.reading;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;

/**
 * A paper and how it stands.
 *
 * @param paper the paper, with its abstract
 * @param score expected further upvote-equivalents in the next 24 hours
 * @param windows the values per window; a window that does not hold the paper is absent
 * @param reasons why, the largest share first
 * @param observedAt the instant of the score
 * @param model the version of the score
 * @param history past scores, at most one an hour for 30 days, the oldest first
 */
public record PaperView(
        PaperSummary paper,
        double score,
        Map<Window, WindowScore> windows,
        List<Reason> reasons,
        Instant observedAt,
        String model,
        List<PointInTime> history) {

    static PaperView of(Score score, List<PointInTime> history) {
        return new PaperView(
                score.paper(),
                score.score(),
                score.windows(),
                score.reasons(),
                score.observedAt(),
                score.model(),
                history);
    }
}
