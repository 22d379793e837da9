package org.papertide.ranking.api.paper;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.Window;

/**
 * The ranks of a paper in one ranking over time.
 *
 * @param order of the ranking
 * @param window of the ranking
 * @param category of the ranking, or absent for all papers
 * @param points the moments at which its rank changed, the oldest first
 */
public record RankHistory(
        Order order, Window window, @Nullable String category, List<RankPoint> points) {

    public RankHistory {
        points = List.copyOf(points);
    }

    /**
     * The rank since a moment.
     *
     * @param at the moment
     * @param rank from 1; absent if it left the first 200
     */
    public record RankPoint(Instant at, @Nullable Integer rank) {}
}
