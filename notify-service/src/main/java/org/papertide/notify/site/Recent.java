package org.papertide.notify.site;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps what was made for a key for a moment, so that many readers cost as much as one.
 * Thread-safe; two at the same time may both make it.
 */
final class Recent<K, V> {

    private final Map<K, Kept<V>> kept = new ConcurrentHashMap<>();
    private final Duration age;
    private final int limit;
    private final Clock clock;

    /**
     * @param age after which a value is made again
     * @param limit keys kept; strangers choose keys
     */
    Recent(Duration age, int limit, Clock clock) {
        this.age = age;
        this.limit = limit;
        this.clock = clock;
    }

    private record Kept<V>(V value, Instant made) {}

    V get(K key, Function<K, V> maker) {
        Instant now = clock.instant();
        Kept<V> known = kept.get(key);
        if (known != null && now.isBefore(known.made().plus(age)) && !now.isBefore(known.made())) {
            return known.value();
        }
        V made = maker.apply(key);
        if (kept.size() >= limit) {
            kept.clear();
        }
        kept.put(key, new Kept<>(made, now));
        return made;
    }
}
