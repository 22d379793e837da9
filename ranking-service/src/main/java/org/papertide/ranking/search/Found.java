package org.papertide.ranking.search;

import java.util.List;

/**
 * The papers that a query means, the most relevant one first.
 *
 * @param by what they were found by: words alone, where meaning was asked for as well and could not
 *     be had
 * @param hits at most as many as were asked for
 */
public record Found(By by, List<Hit> hits) {

    public Found {
        hits = List.copyOf(hits);
    }
}
