package org.papertide.ranking.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The ranks of papers: the identities of each ranking in order, at the boundaries at which they
 * differed from those before. Kept for a day and a little more.
 */
final class Snapshots {

    private static final long DAY = Duration.ofDays(1).toSeconds();

    private final KeyValueStore<String, byte[]> store;

    Snapshots(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** Takes a snapshot of a ranking if its papers or their order differ from the last one. */
    void take(MergedRanking ranking, long boundary) {
        List<String> ids = ranking.ids();
        if (ids.equals(ranking.snapshot)) {
            return;
        }
        ranking.snapshot = ids;
        store.put(key(ranking, boundary), String.join("\n", ids).getBytes(StandardCharsets.UTF_8));
        ranking.turnsAt = Math.min(ranking.turnsAt, boundary + DAY);
    }

    /**
     * Gives a ranking the ranks of a moment, if another snapshot applies than before, and deletes
     * older snapshots.
     *
     * @return whether it has got other ranks
     */
    boolean turn(MergedRanking ranking, long moment) {
        if (moment + DAY < ranking.turnsAt) {
            return false;
        }
        load(ranking, moment);
        return true;
    }

    /** Looks up the ranks at a moment, and until when they apply. */
    void load(MergedRanking ranking, long moment) {
        String held = null;
        ranking.turnsAt = MergedRanking.NEVER;
        try (KeyValueIterator<String, byte[]> all =
                store.range(key(ranking, 0), key(ranking, Long.MAX_VALUE))) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> snapshot = all.next();
                long at = second(snapshot.key);
                ranking.snapshot = ids(snapshot.value);
                if (at > moment) {
                    ranking.turnsAt = Math.min(ranking.turnsAt, at + DAY);
                    continue;
                }
                if (held != null) {
                    store.delete(held);
                }
                held = snapshot.key;
                ranking.yesterday(ranking.snapshot);
            }
        }
    }

    private static List<String> ids(byte[] stored) {
        String text = new String(stored, StandardCharsets.UTF_8);
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    private static String key(MergedRanking ranking, long second) {
        return ranking.key + "\u0000%016x".formatted(second);
    }

    private static long second(String key) {
        return Long.parseLong(key.substring(key.length() - 16), 16);
    }
}
