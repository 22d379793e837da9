package org.papertide.ranking.api;

import java.util.Collections;
import java.util.Set;

/**
 * What a live client wants.
 *
 * @param streams the topics
 * @param categories papers in one of them, in lower case; empty for all
 * @param minimumScore papers of that score or more
 */
record LiveFilter(Set<LiveStream> streams, Set<String> categories, double minimumScore) {

    LiveFilter {
        streams = Set.copyOf(streams);
        categories = Set.copyOf(categories);
    }

    boolean takes(LiveEvent event) {
        return streams.contains(event.stream())
                && event.score() >= minimumScore
                && (categories.isEmpty() || !Collections.disjoint(categories, event.categories()));
    }
}
