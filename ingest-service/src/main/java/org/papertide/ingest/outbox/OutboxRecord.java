package org.papertide.ingest.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.papertide.events.EventCodec;
import org.papertide.events.EventJson;
import org.papertide.events.Topic;
import org.papertide.platform.tracing.Traces;

/**
 * A record to be published.
 *
 * @param headers as a JSON object, name to text
 * @param value JSON
 */
public record OutboxRecord(
        Topic topic, String key, String headers, String value, Instant createdAt) {

    /** The service, as CloudEvents name their origin. */
    private static final String SOURCE = "/papertide/ingest";

    /** The record of an event that happens now. */
    public static <T> OutboxRecord of(Topic topic, EventCodec<T> codec, T event, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : codec.headers(event, SOURCE, now)) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        String trace = Traces.current();
        if (trace != null) {
            headers.put(Traces.HEADER, trace);
        }
        try {
            return new OutboxRecord(
                    topic,
                    codec.key(event),
                    EventJson.mapper().writeValueAsString(headers),
                    new String(codec.encode(event), StandardCharsets.UTF_8),
                    now);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("headers always have a JSON form", e);
        }
    }
}
