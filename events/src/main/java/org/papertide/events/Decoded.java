package org.papertide.events;

import org.jspecify.annotations.Nullable;

/** What became of a record's bytes: read, deleted by its producer, or not to be read and why. */
public sealed interface Decoded<T> {

    /** A record that was read. */
    record Event<T>(T value) implements Decoded<T> {}

    /** A tombstone: the producer says that the key has gone. */
    record Tombstone<T>() implements Decoded<T> {}

    /** A record that nobody can read; it belongs into the dead-letter topic with this reason. */
    record Malformed<T>(String reason, @Nullable Throwable cause) implements Decoded<T> {}
}
