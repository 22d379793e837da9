package org.papertide.events;

import org.jspecify.annotations.Nullable;

/**
 * One part of a score in numbers that a mail can print: "+42 upvotes in 6 h, 3 expected".
 *
 * @param metric what was counted: a {@link Metric}, or {@code RECENCY} for a paper without signals
 * @param source where it was read; absent for RECENCY
 * @param reading the last signal
 * @param gain the gain over {@code hours}
 * @param hours the span of the gain, in hours
 * @param expected the gain that a paper of this age would have made in the same span
 * @param share this part's share of the score, 0 to 1; the shares of a score add up to 1
 * @param note a remark in the open vocabulary of the score, such as {@code CAPPED}; absent mostly
 */
public record Reason(
        String metric,
        @Nullable String source,
        long reading,
        long gain,
        double hours,
        double expected,
        double share,
        @Nullable String note) {

    /** The metric of a paper that ranks by its recency alone. */
    public static final String RECENCY = "RECENCY";

    /** Most reasons of a score. */
    public static final int MAX_REASONS = 100;

    public Reason {
        Require.word("metric", metric);
        if (source != null) {
            Require.word("source", source);
        }
        Require.between("reading", reading, -Bounds.MAX_COUNT, Bounds.MAX_COUNT);
        Require.between("gain", gain, -Bounds.MAX_COUNT, Bounds.MAX_COUNT);
        Require.number("hours", hours, 0, Bounds.MAX_NUMBER);
        Require.number("expected", expected);
        Require.number("share", share, 0, 1);
        Require.optionalText("note", note, Bounds.MAX_WORD);
    }
}
