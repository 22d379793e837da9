package org.papertide.ranking.api.paper;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.Window;

/**
 * The rank of a paper in one ranking, or why it has none; parts that do not apply are absent.
 *
 * @param paper the present id of the paper
 * @param order of the ranking
 * @param window of the ranking
 * @param category of the ranking, or absent for all papers
 * @param asOf the instant of the ranking
 * @param state the case that applies ({@code standing} on the wire)
 * @param sentence the case in words
 * @param rank its rank, from 1
 * @param score its value in this order and window
 * @param last the last paper of the ranking, which it must overtake
 * @param missing by how much its score is below that one
 * @param listed when it was listed, else first seen
 * @param lastGain when it last gained, if a later gain would bring it into the window
 * @param categories the paper's categories
 * @param mergedInto its new id, of which no record has arrived
 */
public record RankExplanation(
        PaperId paper,
        Order order,
        Window window,
        @Nullable String category,
        Instant asOf,
        @JsonProperty("standing") State state,
        String sentence,
        @Nullable Integer rank,
        @Nullable Double score,
        @Nullable Last last,
        @Nullable Double missing,
        @Nullable Instant listed,
        @Nullable LastGain lastGain,
        List<String> categories,
        @Nullable PaperId mergedInto) {

    public RankExplanation {
        categories = List.copyOf(categories);
    }

    /** The cases, as clients receive them. */
    public enum State {
        /** It ranks. */
        RANKS,
        /** It is in the window, below the last of the ranking. */
        BELOW,
        /** No signal has arrived for it, so it is below all papers that have one. */
        NO_READINGS,
        /** It was listed before the window began, and has not gained within it. */
        NOT_IN_WINDOW,
        /** It is in other categories. */
        OTHER_CATEGORY,
        /** Its categories are not known yet. */
        CATEGORY_NOT_KNOWN,
        /** It arrived a moment ago and will be ranked within seconds. */
        NOT_YET,
        /** It was withdrawn. */
        WITHDRAWN,
        /** It has another id now, and no record of that id has arrived. */
        MERGED,
        /** No source has listed it. */
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
     * Between which instants a paper last gained; only the windows that held it are known.
     *
     * @param after not before it; absent if nothing is known of so long ago
     * @param before not after it
     */
    public record LastGain(@Nullable Instant after, Instant before) {}
}
