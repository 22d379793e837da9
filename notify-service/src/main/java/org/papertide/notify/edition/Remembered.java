package org.papertide.notify.edition;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for lately, up to so many bytes, and the last one in any case. One thread at a
 * time. Not Caffeine, which may keep older ones in place of the last, for which the next readers
 * ask.
 */
final class Remembered<T> {

    private final long mostBytes;
    private final ToLongBiFunction<String, T> bytesOf;
    private final Map<String, T> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * @param bytesOf of an entry, about; always the same for it
     */
    Remembered(long mostBytes, ToLongBiFunction<String, T> bytesOf) {
        this.mostBytes = mostBytes;
        this.bytesOf = bytesOf;
    }

    @Nullable T find(String key) {
        return entries.get(key);
    }

    void put(String key, T value) {
        T before = entries.put(key, value);
        if (before != null) {
            bytes -= bytesOf.applyAsLong(key, before);
        }
        bytes += bytesOf.applyAsLong(key, value);
        forget();
    }

    private void forget() {
        Iterator<Map.Entry<String, T>> eldest = entries.entrySet().iterator();
        while (bytes > mostBytes && entries.size() > 1) {
            Map.Entry<String, T> entry = eldest.next();
            bytes -= bytesOf.applyAsLong(entry.getKey(), entry.getValue());
            eldest.remove();
        }
    }

    /** Of all that is remembered. */
    long bytes() {
        return bytes;
    }

    int size() {
        return entries.size();
    }
}
