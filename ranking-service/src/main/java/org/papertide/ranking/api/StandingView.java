package org.papertide.ranking.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.Window;

/**
 * Where a paper stands in one ranking, or why it does not; what does not apply is absent.
 *
 * @param paper the paper, by the identity it is known under now
 * @param order of the ranking
 * @param window of the ranking
 * @param category of the ranking, or absent for all papers
 * @param asOf the instant of the ranking
 * @param standing what is the case
 * @param sentence the same in words
 * @param rank its rank, from 1
 * @param score its value in this order and window
 * @param last who is the last of the ranking: to be overtaken
 * @param missing what its score is short of that
 * @param listed when it was listed, else first seen
 * @param lastGain when it last gained anything, where only an older gain would let it in
 * @param categories its own
 * @param mergedInto the identity under which nothing is known of it
 */
public record StandingView(
        PaperId paper,
        Order order,
        Window window,
        @Nullable String category,
        Instant asOf,
        Standing standing,
        String sentence,
        @Nullable Integer rank,
        @Nullable Double score,
        @Nullable Last last,
        @Nullable Double missing,
        @Nullable Instant listed,
        @Nullable LastGain lastGain,
        List<String> categories,
        @Nullable PaperId mergedInto) {

    public StandingView {
        categories = List.copyOf(categories);
    }

    /** What is the case. */
    public enum Standing {
        /** It ranks. */
        RANKS,
        /** It is in the window, below the last of the ranking. */
        BELOW,
        /**
         * Nobody has counted anything for it yet, so that it stands below all who have readings.
         */
        NO_READINGS,
        /** It was listed before the window began, and has not gained within it. */
        NOT_IN_WINDOW,
        /** It is in other categories. */
        OTHER_CATEGORY,
        /** Its categories are not known yet. */
        CATEGORY_NOT_KNOWN,
        /** It has come a moment ago, and will be ranked within seconds. */
        NOT_YET,
        /** It was withdrawn. */
        WITHDRAWN,
        /** It is known under another identity, and nothing has come of that yet. */
        MERGED,
        /** No source has told of it. */
        UNKNOWN
    }

    /**
     * The last paper of a ranking.
     *
     * @param rank its rank: 200 of a full ranking
     * @param score its value
     */
    public record Last(int rank, double score) {}

    /**
     * Between which instants a paper last gained; the ranking knows the windows that held it only.
     *
     * @param after not before it; absent if nothing is known of so long ago
     * @param before not after it
     */
    public record LastGain(@Nullable Instant after, Instant before) {}
}
