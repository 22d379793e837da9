package org.papertide.ranking.topology;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store in memory that outlives what uses it, as a changelogged one does. */
final class MemoryStore<K extends Comparable<? super K>> implements KeyValueStore<K, byte[]> {

    private final String name;
    private final TreeMap<K, byte[]> records = new TreeMap<>();

    MemoryStore(String name) {
        this.name = name;
    }

    @Override
    public void put(K key, byte @Nullable [] value) {
        if (value == null) {
            records.remove(key);
        } else {
            records.put(key, value.clone());
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(K key, byte[] value) {
        return records.putIfAbsent(key, value.clone());
    }

    @Override
    public void putAll(List<KeyValue<K, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(K key) {
        return records.remove(key);
    }

    @Override
    public byte @Nullable [] get(K key) {
        return records.get(key);
    }

    @Override
    public KeyValueIterator<K, byte[]> range(K from, K to) {
        return iterator(records.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<K, byte[]> all() {
        return iterator(records);
    }

    private static <K> KeyValueIterator<K, byte[]> iterator(NavigableMap<K, byte[]> part) {
        Deque<KeyValue<K, byte[]>> rest = new ArrayDeque<>();
        part.forEach((key, value) -> rest.add(new KeyValue<>(key, value)));
        return new KeyValueIterator<>() {
            @Override
            public void close() {}

            @Override
            public K peekNextKey() {
                return rest.getFirst().key;
            }

            @Override
            public boolean hasNext() {
                return !rest.isEmpty();
            }

            @Override
            public KeyValue<K, byte[]> next() {
                return rest.removeFirst();
            }
        };
    }

    @Override
    public long approximateNumEntries() {
        return records.size();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(
                root,
                (_, _) -> {
                    throw new UnsupportedOperationException("outlives what uses it");
                });
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
