package org.papertide.notify.delivery;

import java.time.Duration;
import java.util.Map;

/** Settings with short pauses. */
record TestSettings(int connections, Duration lease, Map<String, Boolean> sendAgain, Duration poll)
        implements DeliverySettings {

    TestSettings(int connections, Duration lease) {
        this(connections, lease, Map.of());
    }

    TestSettings(int connections, Duration lease, Map<String, Boolean> sendAgain) {
        this(connections, lease, sendAgain, Duration.ofMillis(100));
    }

    @Override
    public int batch() {
        return 20;
    }

    @Override
    public Duration retryBase() {
        return Duration.ofMillis(200);
    }

    @Override
    public Duration retryMost() {
        return Duration.ofSeconds(2);
    }
}
