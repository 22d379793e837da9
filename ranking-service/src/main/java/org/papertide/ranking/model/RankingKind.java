package org.papertide.ranking.model;

import org.jspecify.annotations.Nullable;
import org.papertide.events.Order;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;

/**
 * One of the six kinds of ranking that a category has: an order over a window. Their numbers are
 * part of stored forms.
 */
public record RankingKind(Order order, Window window) {

    /** The number of kinds. */
    public static final int COUNT = Order.values().length * Window.values().length;

    private static final RankingKind[] ALL = new RankingKind[COUNT];

    static {
        for (Order order : Order.values()) {
            for (Window window : Window.values()) {
                ALL[index(order, window)] = new RankingKind(order, window);
            }
        }
    }

    /** The kind with an index, 0 to {@link #COUNT} - 1. */
    public static RankingKind of(int index) {
        return ALL[index];
    }

    /** The index of the kind with an order and window. */
    public static int index(Order order, Window window) {
        int first =
                switch (order) {
                    case RISING -> 0;
                    case TOP -> 3;
                };
        return switch (window) {
            case DAY -> first;
            case WEEK -> first + 1;
            case MONTH -> first + 2;
        };
    }

    /** The key of this kind of ranking in a category, or of all papers. */
    public RankingKey key(@Nullable String category) {
        return new RankingKey(order, window, category);
    }
}
