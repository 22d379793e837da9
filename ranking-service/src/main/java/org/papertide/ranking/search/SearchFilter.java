package org.papertide.ranking.search;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which papers may be found.
 *
 * @param category in this category, primary or cross-listed, in any case; any if absent
 * @param from listed at this instant or later; any if absent
 * @param until listed before this instant; any if absent
 * @param code whether only papers with a link to code are found
 */
public record SearchFilter(
        @Nullable String category, @Nullable Instant from, @Nullable Instant until, boolean code) {

    /** Every paper. */
    public static final SearchFilter NONE = new SearchFilter(null, null, null, false);
}
