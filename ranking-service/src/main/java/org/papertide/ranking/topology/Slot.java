package org.papertide.ranking.topology;

import org.papertide.events.Order;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;

/** One of the six rankings of a category: an order over a window. */
record Slot(Order order, Window window) {

    /** How many there are. */
    static final int COUNT = Order.values().length * Window.values().length;

    private static final Slot[] ALL = new Slot[COUNT];

    static {
        for (Order order : Order.values()) {
            for (Window window : Window.values()) {
                ALL[index(order, window)] = new Slot(order, window);
            }
        }
    }

    /** The slot of an index, 0 to {@link #COUNT} - 1. */
    static Slot of(int index) {
        return ALL[index];
    }

    /** The index of the slot of an order and window: part of stored forms. */
    static int index(Order order, Window window) {
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

    /** The key of this slot's ranking in a category. */
    RankingKey key(String category) {
        return new RankingKey(order, window, category.equals(Categories.ALL) ? null : category);
    }
}
