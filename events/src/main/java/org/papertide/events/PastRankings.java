package org.papertide.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The six rankings of a category as they stood at a moment, without texts and reasons. Value of
 * {@code past-rankings.v1}, keyed by {@link #key()}.
 *
 * <p>A moment whose rankings are those of the moment before has no record of its own. The topic is
 * a ring: a record takes the key of the one that it replaces, so that compaction alone thins the
 * past, and its size is bounded by the number of categories. See {@link Step}.
 *
 * @param category the category, or absent for all papers
 * @param at the moment, a whole quarter of an hour
 * @param papers those that are ranked, each once
 * @param rankings those that hold a paper
 */
public record PastRankings(
        @Nullable String category, Instant at, List<PaperId> papers, List<Places> rankings) {

    /** One of each order and window. */
    public static final int MAX_RANKINGS = 6;

    public PastRankings {
        Require.optionalCategory("category", category);
        Require.instant("at", at);
        var _ = Step.of(at);
        papers = Require.list("papers", papers, MAX_RANKINGS * Ranking.MAX_ENTRIES);
        if (papers.stream().distinct().count() < papers.size()) {
            throw new IllegalArgumentException("papers: names one twice");
        }
        rankings = Require.list("rankings", rankings, MAX_RANKINGS);
        for (Places places : rankings) {
            for (int paper : places.papers()) {
                if (paper < 0 || paper >= papers.size()) {
                    throw new IllegalArgumentException("rankings: names a paper that is not there");
                }
            }
        }
    }

    /** The key of its record: its step and slot, then the category, as {@code hour/17/cs.LG}. */
    @JsonIgnore
    public String key() {
        Step step = Step.of(at);
        String key = step.wireName() + "/" + step.slot(at);
        return category == null ? key : key + "/" + category;
    }

    /**
     * The papers of one ranking in order, and the values by which they are ordered.
     *
     * @param order the question it answers
     * @param window how far back it looks
     * @param papers positions in {@link PastRankings#papers}, at most {@value Ranking#MAX_ENTRIES}
     * @param scores one for each
     */
    public record Places(Order order, Window window, List<Integer> papers, List<Double> scores) {

        public Places {
            Require.present("order", order);
            Require.present("window", window);
            papers = Require.list("papers", papers, Ranking.MAX_ENTRIES);
            scores = Require.list("scores", scores, Ranking.MAX_ENTRIES);
            if (papers.size() != scores.size()) {
                throw new IllegalArgumentException("scores: not one for each paper");
            }
            scores.forEach(score -> Require.number("scores", score));
        }
    }

    /** How far apart moments are that are kept for so long: the further back, the fewer. */
    public enum Step {
        /** Every quarter of an hour for two days. */
        QUARTER(Duration.ofMinutes(15), Duration.ofDays(2)),
        /** Every hour for two weeks. */
        HOUR(Duration.ofHours(1), Duration.ofDays(14)),
        /** Every midnight in UTC for a year. */
        DAY(Duration.ofDays(1), Duration.ofDays(366));

        private final long seconds;
        private final long slots;

        Step(Duration apart, Duration kept) {
            this.seconds = apart.toSeconds();
            this.slots = kept.dividedBy(apart);
        }

        /**
         * The longest step on which a moment lies.
         *
         * @throws IllegalArgumentException if it is no whole quarter of an hour
         */
        public static Step of(Instant moment) {
            for (Step step : new Step[] {DAY, HOUR, QUARTER}) {
                if (moment.getNano() == 0 && moment.getEpochSecond() % step.seconds == 0) {
                    return step;
                }
            }
            throw new IllegalArgumentException("at: not a whole quarter of an hour");
        }

        /** Its place in the ring: the moment that comes back to it replaces it. */
        long slot(Instant moment) {
            return Math.floorMod(Math.floorDiv(moment.getEpochSecond(), seconds), slots);
        }

        String wireName() {
            return switch (this) {
                case QUARTER -> "quarter";
                case HOUR -> "hour";
                case DAY -> "day";
            };
        }
    }
}
