package org.papertide.ranking.api.search;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.ranking.api.parameter.SearchSort;
import org.papertide.ranking.search.By;

/**
 * What a search has found.
 *
 * @param query as it was sent
 * @param by what papers were found by: {@code words} where {@code both} was asked for and no text
 *     model runs
 * @param note what a reader should know of the answer, as a sentence; absent mostly
 * @param didYouMean a query that may have been meant, which finds papers by its words: where some
 *     words of this one are in no paper; absent mostly
 * @param sort the order
 * @param category the only category; absent for all papers
 * @param from the first instant at which papers may have been listed
 * @param until they were listed before this instant
 * @param code whether only papers with code were looked for
 * @param entries in order
 */
public record SearchAnswer(
        String query,
        By by,
        @Nullable String note,
        @Nullable String didYouMean,
        SearchSort sort,
        @Nullable String category,
        @Nullable Instant from,
        @Nullable Instant until,
        boolean code,
        List<SearchEntry> entries) {

    public SearchAnswer {
        entries = List.copyOf(entries);
    }
}
