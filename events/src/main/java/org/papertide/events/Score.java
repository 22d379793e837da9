package org.papertide.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much a paper trends. Value of {@code scores.v1}; a tombstone says that the paper has left
 * (withdrawn, merged, or quiet for long).
 *
 * @param paper the paper, with its abstract
 * @param score expected further upvote-equivalents in the next 24 hours: what a subscription's
 *     {@code minimumScore} means
 * @param windows the values per window; a window that does not hold the paper is absent
 * @param reasons why, the largest share first
 * @param observedAt the instant of the score
 * @param model name of the score and version of its model, such as {@code 1}
 * @param trial what the score would be by the candidate model; absent if there is none
 */
public record Score(
        PaperSummary paper,
        double score,
        Map<Window, WindowScore> windows,
        List<Reason> reasons,
        Instant observedAt,
        String model,
        @Nullable ShadowScore trial) {

    public Score {
        Require.present("paper", paper);
        Require.number("score", score);
        windows = Require.map("windows", windows);
        reasons = Require.list("reasons", reasons, Reason.MAX_REASONS);
        Require.instant("observedAt", observedAt);
        Require.word("model", model);
    }

    /** A score while nothing is on trial. */
    public Score(
            PaperSummary paper,
            double score,
            Map<Window, WindowScore> windows,
            List<Reason> reasons,
            Instant observedAt,
            String model) {
        this(paper, score, windows, reasons, observedAt, model, null);
    }
}
