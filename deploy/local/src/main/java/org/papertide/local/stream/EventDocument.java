package org.papertide.local.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;
import org.papertide.local.terminal.Shown;

/** A record as one line of JSON, with where it stands. */
final class EventDocument {

    private EventDocument() {}

    /**
     * {@code topic}, {@code partition}, {@code offset}, {@code timestamp}, {@code key}, {@code
     * headers} and {@code value}: JSON as it stands there, with fields that this release does not
     * know. What is no JSON is {@code text}.
     */
    static String of(ConsumerRecord<byte[], byte[]> taken) {
        return line(node(taken));
    }

    /** The same, not yet written. */
    static ObjectNode node(ConsumerRecord<byte[], byte[]> taken) {
        ObjectNode document =
                EventJson.mapper()
                        .createObjectNode()
                        .put("topic", taken.topic())
                        .put("partition", taken.partition())
                        .put("offset", taken.offset())
                        .put("timestamp", Instant.ofEpochMilli(taken.timestamp()).toString())
                        .put("key", taken.key() == null ? null : EventText.key(taken.key()));
        ObjectNode headers = document.putObject("headers");
        for (Header header : taken.headers()) {
            headers.put(
                    header.key(),
                    header.value() == null
                            ? null
                            : new String(header.value(), StandardCharsets.UTF_8));
        }
        byte[] bytes = taken.value();
        if (bytes == null) {
            document.putNull("value");
        } else {
            value(bytes)
                    .ifPresentOrElse(
                            value -> document.set("value", value),
                            () -> document.put("text", new String(bytes, StandardCharsets.UTF_8)));
        }
        return document;
    }

    /** A value as JSON; empty if it is none. */
    static Optional<JsonNode> value(byte @Nullable [] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            JsonNode value = EventJson.mapper().readTree(bytes);
            return value.isMissingNode() ? Optional.empty() : Optional.of(value);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** JSON in one line, fit for a terminal. */
    static String line(JsonNode node) {
        try {
            return Shown.json(EventJson.mapper().writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
