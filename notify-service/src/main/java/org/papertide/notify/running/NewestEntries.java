package org.papertide.notify.running;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that remembers so many entries, and forgets the one that was put first for one more. Not
 * safe for several threads.
 *
 * <p>Rejected: a cache of Caffeine. When it is full it may refuse the new entry for the sake of one
 * that is asked for more often, and it forgets on another thread, a moment later. Here the newest
 * entry is the one that matters, and must be there as soon as it is put.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class NewestEntries<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;

    private final int most;

    /**
     * @param most entries that are remembered
     */
    public NewestEntries(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
