package org.papertide.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The papers in order. Value of {@code rankings.v1}, keyed by {@link RankingKey}.
 *
 * @param order the question it answers
 * @param window how far back it looks
 * @param category the category it is confined to, or absent for all papers
 * @param asOf the instant of the ranking
 * @param entries in order, at most {@value #MAX_ENTRIES}
 */
public record Ranking(
        Order order, Window window, @Nullable String category, Instant asOf, List<Entry> entries) {

    /** The largest previous rank: a paper may have stood below what is published. */
    public static final int MAX_PREVIOUS_RANK = 1_000_000;

    /** The longest ranking. */
    public static final int MAX_ENTRIES = 200;

    public Ranking {
        Require.present("order", order);
        Require.present("window", window);
        Require.optionalCategory("category", category);
        Require.instant("asOf", asOf);
        entries = Require.list("entries", entries, MAX_ENTRIES);
    }

    /** The key of this ranking's records. */
    @JsonIgnore
    public RankingKey key() {
        return new RankingKey(order, window, category);
    }

    /** The same with its first papers only. */
    public Ranking first(int limit) {
        return new Ranking(order, window, category, asOf, entries.stream().limit(limit).toList());
    }

    /**
     * A paper in its place.
     *
     * @param rank from 1
     * @param previousRank the rank 24 hours before; absent if it was not among the first {@value
     *     #MAX_ENTRIES} then, or if nothing is kept of then
     * @param score the value in this order and window
     * @param reasons why, the largest share first
     * @param paper the paper, without its abstract
     */
    public record Entry(
            int rank,
            @Nullable Integer previousRank,
            double score,
            List<Reason> reasons,
            PaperSummary paper) {

        public Entry {
            Require.between("rank", rank, 1, MAX_ENTRIES);
            if (previousRank != null) {
                Require.between("previousRank", previousRank, 1, MAX_PREVIOUS_RANK);
            }
            Require.number("score", score);
            reasons = Require.list("reasons", reasons, Reason.MAX_REASONS);
            Require.present("paper", paper);
        }
    }
}
