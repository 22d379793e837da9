package org.papertide.ranking.api.live;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.papertide.ranking.api.parameter.LiveStream;

/**
 * What a live client wants.
 *
 * @param streams the topics
 * @param categories papers in one of them, or of these archives, in lower case; empty for all
 * @param minimumScore papers of that score or more
 */
record LiveFilter(Set<LiveStream> streams, Set<String> categories, double minimumScore) {

    LiveFilter {
        streams = Set.copyOf(streams);
        categories = Set.copyOf(categories);
    }

    /** Takes every event. */
    static LiveFilter all() {
        return new LiveFilter(Set.copyOf(Arrays.asList(LiveStream.values())), Set.of(), 0);
    }

    boolean takes(LiveEvent event) {
        return takes(event.stream(), event.score(), event.categories());
    }

    /**
     * Whether an event is wanted, by what is known of it before it is written.
     *
     * @param paperCategories with their archives, in lower case
     */
    boolean takes(LiveStream stream, double score, List<String> paperCategories) {
        return streams.contains(stream)
                && score >= minimumScore
                && (categories.isEmpty() || !Collections.disjoint(categories, paperCategories));
    }
}
