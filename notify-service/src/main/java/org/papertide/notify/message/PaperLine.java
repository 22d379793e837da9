package org.papertide.notify.message;

import java.util.List;
import org.papertide.events.PaperSummary;
import org.papertide.events.Reason;

/**
 * A paper as a mail shows it, and why it is there.
 *
 * @param paper the paper, with its abstract if one is known; its texts are hostile
 * @param score its value in the order that is asked for: expected further upvote-equivalents in the
 *     next 24 hours, or in the end
 * @param reasons why, the largest share first
 */
public record PaperLine(PaperSummary paper, double score, List<Reason> reasons) {

    public PaperLine {
        reasons = List.copyOf(reasons);
    }
}
