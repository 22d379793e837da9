package org.papertide.ranking.api.paper;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperStatus;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;

/**
 * A paper with its score, its history and its ranks.
 *
 * @param paper the paper; without its abstract and the authors after the first ten if it has no
 *     score
 * @param status listed or withdrawn; merged only while the paper that it became is unknown
 * @param score expected further upvote-equivalents in the next 24 hours; absent if the paper has
 *     none: it was withdrawn, or has not gained for long
 * @param windows the values per window; a window that does not hold the paper is absent
 * @param reasons the reasons for the score, the largest share first
 * @param observedAt the instant of the score
 * @param model the version of the model that computed the score
 * @param history scores at the moments at which the paper was among the first 200 of all papers or
 *     of its primary category, and the present one; the oldest first
 * @param ranks its ranks among all papers and in its primary category
 */
public record PaperDetails(
        PaperSummary paper,
        PaperStatus status,
        @Nullable Double score,
        Map<Window, WindowScore> windows,
        List<Reason> reasons,
        @Nullable Instant observedAt,
        @Nullable String model,
        List<ScorePoint> history,
        List<RankHistory> ranks) {

    public PaperDetails {
        // In the order of its keys: the entity tag is made of the bytes, and is the same
        // everywhere.
        windows = Collections.unmodifiableMap(new TreeMap<>(windows));
        reasons = List.copyOf(reasons);
        history = List.copyOf(history);
        ranks = List.copyOf(ranks);
    }

    static PaperDetails of(
            Score score, PaperStatus status, List<ScorePoint> history, List<RankHistory> ranks) {
        return new PaperDetails(
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
    static PaperDetails of(
            PaperSummary paper,
            PaperStatus status,
            List<ScorePoint> history,
            List<RankHistory> ranks) {
        return new PaperDetails(
                paper, status, null, Map.of(), List.of(), null, null, history, ranks);
    }
}
