package org.papertide.ranking.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.Window;

/**
 * Where a paper stood in one ranking over time.
 *
 * @param order of the ranking
 * @param window of the ranking
 * @param category of the ranking, or absent for all papers
 * @param points the moments at which its rank was another than at the moment before, the oldest
 *     first
 */
public record RankHistory(
        Order order, Window window, @Nullable String category, List<RankInTime> points) {

    public RankHistory {
        points = List.copyOf(points);
    }

    /**
     * The rank from a moment on.
     *
     * @param at the moment
     * @param rank from 1; absent if it was not among the first 200 any more
     */
    public record RankInTime(Instant at, @Nullable Integer rank) {}
}
