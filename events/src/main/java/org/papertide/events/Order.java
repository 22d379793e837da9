package org.papertide.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** The question that a ranking answers. */
public enum Order {
    /** What gains most from now on? */
    RISING,
    /** What will have been the highest? */
    TOP;

    /** The name in topics, keys and addresses: {@code rising}, {@code top}. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The order of this wire name, or empty. */
    public static Optional<Order> find(String wireName) {
        for (Order order : values()) {
            if (order.wireName().equals(wireName)) {
                return Optional.of(order);
            }
        }
        return Optional.empty();
    }

    @JsonCreator
    static Order of(String wireName) {
        return find(wireName)
                .orElseThrow(() -> new IllegalArgumentException("order: not rising or top"));
    }
}
