package org.papertide.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** How far back a ranking looks. */
public enum Window {
    /** 24 hours. */
    DAY(Duration.ofDays(1)),
    /** 7 days. */
    WEEK(Duration.ofDays(7)),
    /** 30 days. */
    MONTH(Duration.ofDays(30));

    private final Duration length;

    Window(Duration length) {
        this.length = length;
    }

    /** How long the window is. */
    public Duration length() {
        return length;
    }

    /** The name in topics, keys and addresses: {@code day}, {@code week}, {@code month}. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The window of this wire name, or empty. */
    public static Optional<Window> find(String wireName) {
        for (Window window : values()) {
            if (window.wireName().equals(wireName)) {
                return Optional.of(window);
            }
        }
        return Optional.empty();
    }

    @JsonCreator
    static Window of(String wireName) {
        return find(wireName)
                .orElseThrow(() -> new IllegalArgumentException("window: not day, week or month"));
    }
}
