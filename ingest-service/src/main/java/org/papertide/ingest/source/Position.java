package org.papertide.ingest.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.events.EventJson;

/** A source's position as text: a record of its own, in JSON. */
public final class Position {

    private static final ObjectMapper JSON = EventJson.mapper();

    private Position() {}

    /**
     * The record; empty at the first run, and if an earlier version of this service wrote something
     * else: then the source begins anew, which repeats what consumers ignore.
     */
    public static <T> Optional<T> read(@Nullable String position, Class<T> type) {
        if (position == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSON.readValue(position, type));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    /** The text. */
    public static String write(Object progress) {
        try {
            return JSON.writeValueAsString(progress);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a position that is no JSON: " + progress, e);
        }
    }
}
