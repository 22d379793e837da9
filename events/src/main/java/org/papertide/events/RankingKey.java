package org.papertide.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The key of a ranking: {@code rising/day}, or {@code top/week/cs.LG} within a category.
 *
 * @param order the question it answers
 * @param window how far back it looks
 * @param category the category it is confined to, or absent for all papers
 */
public record RankingKey(Order order, Window window, @Nullable String category) {

    public RankingKey {
        Require.present("order", order);
        Require.present("window", window);
        Require.optionalCategory("category", category);
    }

    /**
     * Reads the wire form.
     *
     * @throws IllegalArgumentException if it is none
     */
    @JsonCreator
    public static RankingKey parse(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length < 2) {
            throw new IllegalArgumentException("ranking key: not order/window[/category]");
        }
        return new RankingKey(
                Order.of(parts[0]), Window.of(parts[1]), parts.length == 3 ? parts[2] : null);
    }

    @JsonValue
    @Override
    public String toString() {
        String key = order.wireName() + "/" + window.wireName();
        return category == null ? key : key + "/" + category;
    }
}
