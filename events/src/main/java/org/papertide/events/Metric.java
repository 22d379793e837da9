package org.papertide.events;

import java.util.Optional;

/**
 * What a signal counts. The list grows within {@code v1}; a metric that is not here is valid and
 * left out.
 */
public enum Metric {
    UPVOTES,
    COMMENTS,
    GITHUB_STARS,
    HN_POINTS,
    HN_COMMENTS,
    CITATIONS,
    MENTIONS;

    /** The metric of this name on the wire, or empty if this version does not know it. */
    public static Optional<Metric> find(String name) {
        for (Metric metric : values()) {
            if (metric.name().equals(name)) {
                return Optional.of(metric);
            }
        }
        return Optional.empty();
    }
}
