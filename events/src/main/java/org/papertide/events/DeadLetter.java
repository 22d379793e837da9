package org.papertide.events;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers with which an unreadable record goes to its dead-letter topic, key and value as they
 * were.
 */
public final class DeadLetter {

    /** Why it could not be read. */
    public static final String REASON = "papertide_reason";

    /** Topic, partition and offset it was read from, as {@code topic-partition@offset}. */
    public static final String ORIGIN = "papertide_origin";

    private DeadLetter() {}

    /** The record's own headers with reason and origin added. */
    public static Headers headers(
            Headers own, String reason, String topic, int partition, long offset) {
        RecordHeaders headers = new RecordHeaders(own.toArray());
        headers.add(REASON, reason.getBytes(StandardCharsets.UTF_8));
        headers.add(
                ORIGIN,
                "%s-%d@%d".formatted(topic, partition, offset).getBytes(StandardCharsets.UTF_8));
        return headers;
    }
}
