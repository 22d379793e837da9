package org.papertide.events;

import java.time.Instant;
import java.util.List;

/**
 * A paper has crossed a bar that few cross. Value of {@code breakouts.v1}; at most one per paper
 * and level.
 *
 * @param paper the paper, with its abstract
 * @param score expected further upvote-equivalents in the next 24 hours
 * @param bar the bar crossed: the final count, in upvote-equivalents, that it will probably reach
 * @param level which bar: 1 is the first that alerts, higher is rarer
 * @param reasons why, the largest share first
 * @param at when it crossed
 */
public record Breakout(
        PaperSummary paper, double score, double bar, int level, List<Reason> reasons, Instant at) {

    public Breakout {
        Require.present("paper", paper);
        Require.finite("score", score);
        Require.finite("bar", bar);
        Require.atLeast("level", level, 1);
        Require.present("at", at);
        reasons = Require.list("reasons", reasons);
    }
}
