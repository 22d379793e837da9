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

    /** The highest level. */
    public static final int MAX_LEVEL = 1_000;

    public Breakout {
        Require.present("paper", paper);
        Require.number("score", score);
        Require.number("bar", bar);
        Require.between("level", level, 1, MAX_LEVEL);
        reasons = Require.list("reasons", reasons, Reason.MAX_REASONS);
        Require.instant("at", at);
    }
}
