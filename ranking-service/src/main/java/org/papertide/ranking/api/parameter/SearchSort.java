package org.papertide.ranking.api.parameter;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** The order of what is found. */
public enum SearchSort {
    /** The best answers first. */
    RELEVANCE,
    /** Of the good answers, those that gain most from now on first. */
    RISING,
    /** Of the good answers, those with the highest expected final count first. */
    TOP,
    /**
     * Of the good answers, the newest first: what somebody follows. By relevance a new paper would
     * come only if it were better than the twenty best so far.
     */
    NEWEST;

    /** The name in addresses: {@code relevance}, {@code rising}, {@code top}, {@code newest}. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The order of this wire name, or empty. */
    public static Optional<SearchSort> find(String wireName) {
        for (SearchSort sort : values()) {
            if (sort.wireName().equals(wireName)) {
                return Optional.of(sort);
            }
        }
        return Optional.empty();
    }
}
