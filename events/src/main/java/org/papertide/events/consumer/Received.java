package org.papertide.events.consumer;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.papertide.events.DeadLetter;

/**
 * An event with what its record says of it.
 *
 * @param event what happened, or what changed
 * @param origin where the record stands; with the topic's name it is unique for ever
 * @param id of the event ({@code ce_id}), the same when it is sent again; absent on tombstones
 * @param time when it happened, on the producer's clock ({@code ce_time})
 */
public record Received<E>(
        E event, DeadLetter.Origin origin, @Nullable String id, @Nullable Instant time) {

    static <E> Received<E> of(E event, ConsumerRecord<byte[], byte[]> entry) {
        return new Received<>(event, origin(entry), text(entry, "ce_id"), time(entry));
    }

    static DeadLetter.Origin origin(ConsumerRecord<byte[], byte[]> entry) {
        return new DeadLetter.Origin(entry.topic(), entry.partition(), entry.offset());
    }

    /**
     * The clock when the record was produced: the record's own time. What its headers say counts
     * for nothing, as in the services: who writes a revision ahead of the clock writes them, too.
     */
    static Instant clock(ConsumerRecord<byte[], byte[]> entry) {
        return entry.timestamp() > 0 ? Instant.ofEpochMilli(entry.timestamp()) : Instant.now();
    }

    private static @Nullable Instant time(ConsumerRecord<byte[], byte[]> entry) {
        String time = text(entry, "ce_time");
        try {
            return time == null ? null : Instant.parse(time);
        } catch (DateTimeException _) {
            // The value counts; a header of somebody else's making does not make it unreadable.
            return null;
        }
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> entry, String name) {
        Header header = entry.headers().lastHeader(name);
        byte[] value = header == null ? null : header.value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
