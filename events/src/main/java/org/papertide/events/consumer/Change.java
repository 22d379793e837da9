package org.papertide.events.consumer;

/**
 * What a record of a compacted topic says of its key. Whoever keeps a table writes {@link Put}, and
 * deletes what is {@link Gone}; the table then is the same, whatever compaction has removed.
 *
 * @param <T> the event
 */
public sealed interface Change<T> {

    /** The record's key. */
    String key();

    /** From now on the key has this value. */
    record Put<T>(String key, T value) implements Change<T> {}

    /** A tombstone: the key has no value any more, as of a paper that was withdrawn or merged. */
    record Gone<T>(String key) implements Change<T> {}
}
