package org.papertide.ranking.topology;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store in memory that outlives what uses it, as a changelogged one does. */
final class MemoryStore implements KeyValueStore<String, byte[]> {

    private final TreeMap<String, byte[]> records = new TreeMap<>();

    @Override
    public void put(String key, byte @Nullable [] value) {
        if (value == null) {
            records.remove(key);
        } else {
            records.put(key, value.clone());
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(String key, byte[] value) {
        return records.putIfAbsent(key, value.clone());
    }

    @Override
    public void putAll(List<KeyValue<String, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(String key) {
        return records.remove(key);
    }

    @Override
    public byte @Nullable [] get(String key) {
        return records.get(key);
    }

    @Override
    public KeyValueIterator<String, byte[]> range(String from, String to) {
        return iterator(records.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<String, byte[]> all() {
        return iterator(records);
    }

    private static KeyValueIterator<String, byte[]> iterator(NavigableMap<String, byte[]> part) {
        List<KeyValue<String, byte[]>> copy = new ArrayList<>();
        part.forEach((key, value) -> copy.add(new KeyValue<>(key, value)));
        Iterator<KeyValue<String, byte[]>> entries = copy.iterator();
        return new KeyValueIterator<>() {
            @Override
            public void close() {}

            @Override
            public String peekNextKey() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public KeyValue<String, byte[]> next() {
                return entries.next();
            }
        };
    }

    @Override
    public long approximateNumEntries() {
        return records.size();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
