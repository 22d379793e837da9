package org.papertide.notify.candidate;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Decoded;
import org.papertide.events.EventCodec;
import org.papertide.platform.tracing.Traces;

/** Takes the records of one topic. */
@FunctionalInterface
public interface RecordSink {

    /** Longest key in bytes; an index of PostgreSQL takes no more than 2,700. */
    int MAX_KEY = 2_000;

    /**
     * How far ahead of the clock an event may be. It outlasts every clock that is merely wrong, and
     * no mail names a day that nobody lives in.
     */
    Duration AHEAD = Duration.ofDays(1);

    /** Decides what can be read; nothing is applied yet. */
    Batch decode(List<ConsumerRecord<byte[], byte[]>> records);

    /**
     * A batch that was decoded.
     *
     * @param unreadable what nobody can read
     * @param apply applies the rest; idempotent
     */
    record Batch(List<Unreadable> unreadable, Runnable apply) {
        public Batch {
            unreadable = List.copyOf(unreadable);
        }
    }

    /** A record that cannot be decoded, and why. */
    record Unreadable(ConsumerRecord<byte[], byte[]> record, String reason) {}

    /**
     * A change of a key.
     *
     * @param event its new event, or null for a tombstone
     * @param json the event as it came; empty for a tombstone
     * @param trace the trace that its record belongs to, if any
     */
    record Change<T>(String key, @Nullable T event, String json, @Nullable String trace) {

        /** The change to this event. */
        public static <T> Change<T> to(EventCodec<T> codec, T event) {
            return new Change<>(
                    codec.key(event),
                    event,
                    new String(codec.encode(event), StandardCharsets.UTF_8),
                    null);
        }
    }

    /**
     * A sink that decodes events, and looks at no trace.
     *
     * @param changes takes what was read, in order
     */
    static <T> RecordSink of(EventCodec<T> codec, Clock clock, Consumer<List<Change<T>>> changes) {
        return of(codec, clock, Traces.OFF, changes);
    }

    /**
     * A sink that decodes events, and reads none that is ahead of the clock.
     *
     * @param changes takes what was read, in order
     */
    static <T> RecordSink of(
            EventCodec<T> codec, Clock clock, Traces traces, Consumer<List<Change<T>>> changes) {
        return records -> {
            Instant now = clock.instant();
            List<Unreadable> unreadable = new ArrayList<>();
            List<Change<T>> read = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.key() == null) {
                    unreadable.add(new Unreadable(record, "no key"));
                    continue;
                }
                if (record.key().length > MAX_KEY) {
                    unreadable.add(new Unreadable(record, "the key is too long"));
                    continue;
                }
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (key.indexOf('\0') >= 0) {
                    unreadable.add(new Unreadable(record, "the key holds a NUL"));
                    continue;
                }
                switch (codec.decode(record.value(), now, AHEAD)) {
                    case Decoded.Event<T>(T event) -> {
                        if (codec.key(event).equals(key)) {
                            read.add(
                                    new Change<>(
                                            key,
                                            event,
                                            new String(record.value(), StandardCharsets.UTF_8),
                                            traces.of(record.headers())));
                        } else {
                            unreadable.add(new Unreadable(record, "key and value disagree"));
                        }
                    }
                    case Decoded.Tombstone<T> _ -> read.add(new Change<>(key, null, "", null));
                    case Decoded.Malformed<T>(String reason, var _) ->
                            unreadable.add(new Unreadable(record, reason));
                }
            }
            return new Batch(unreadable, () -> changes.accept(read));
        };
    }
}
