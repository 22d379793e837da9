package org.papertide.ranking.search;

import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;

/**
 * A paper that was found.
 *
 * @param id of the paper
 * @param relevance how well it answers the query, from 0 to 1
 * @param words how well its words do, from 0 to 1; 0 if it has none of them
 * @param named whether the query names it, by an id or by its whole title
 * @param similarity the cosine between its vector and the query's; absent without one of them
 */
public record Hit(
        PaperId id, double relevance, double words, boolean named, @Nullable Double similarity) {}
