package org.papertide.ranking.search;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** What papers are found by. */
public enum By {
    /** The nearness of their vectors to the query's. */
    MEANING,
    /** The query's words in their title, abstract and authors. */
    WORDS,
    /** Both together. */
    BOTH;

    /** The name in addresses: {@code meaning}, {@code words}, {@code both}. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of this wire name, or empty. */
    public static Optional<By> find(String wireName) {
        for (By by : values()) {
            if (by.wireName().equals(wireName)) {
                return Optional.of(by);
            }
        }
        return Optional.empty();
    }
}
