package org.papertide.notify.message;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;
import org.papertide.notify.interest.CalibratedTheme.Direction;

/**
 * A paper as a mail shows it, and why it is there.
 *
 * @param paper the paper, with its abstract if one is known; its texts are hostile
 * @param score its value in the order that is asked for: expected further upvote-equivalents in the
 *     next 24 hours, or in the end
 * @param reasons why, the largest share first
 * @param met what of the reader's theme it is nearest to, if there is a theme
 */
public record PaperLine(
        PaperSummary paper, double score, List<Reason> reasons, @Nullable Direction met) {

    /** To a reader without a theme. */
    public PaperLine(PaperSummary paper, double score, List<Reason> reasons) {
        this(paper, score, reasons, null);
    }

    public PaperLine {
        reasons = List.copyOf(reasons);
    }
}
