package org.papertide.ranking.topology;

import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.papertide.ranking.bytes.ByteReader;
import org.papertide.ranking.bytes.ByteWriter;
import org.papertide.ranking.model.SignalHistory;

/** The store of one partition: each paper's state with its signals, and the clock. */
final class StoredStates {

    private static final String CLOCK = "\u0000clock";

    private final KeyValueStore<String, byte[]> store;

    StoredStates(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** Gives all states, without their signals, to a consumer that changes none of them. */
    void forEach(Consumer<PaperState> consumer) {
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> stored = all.next();
                if (!stored.key.equals(CLOCK) && !stored.key.startsWith(AnnouncedModels.KEY)) {
                    consumer.accept(PaperState.fromBytes(stored.key, stored.value));
                }
            }
        }
    }

    /** The second of the greatest tick; 0 if there was none. */
    long clock() {
        byte[] stored = store.get(CLOCK);
        return stored == null ? 0 : new ByteReader("clock", stored).readLong();
    }

    void setClock(long second) {
        store.put(CLOCK, new ByteWriter(8).writeLong(second).toBytes());
    }

    /** The signals that are kept of a paper. */
    SignalHistory signals(PaperState state) {
        byte[] stored = store.get(state.id);
        return stored == null
                ? SignalHistory.none()
                : SignalHistory.fromBytes(PaperState.signalsWithin(stored));
    }

    void put(PaperState state, SignalHistory signals) {
        store.put(state.id, state.toBytes(signals.toBytes()));
    }

    void delete(PaperState state) {
        store.delete(state.id);
    }
}
