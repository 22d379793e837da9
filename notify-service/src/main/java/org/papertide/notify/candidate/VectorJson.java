package org.papertide.notify.candidate;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.papertide.events.EventJson;
import org.papertide.events.TextVector;

/** A vector as it is kept: as it came. */
final class VectorJson {

    private VectorJson() {}

    static String write(TextVector vector) {
        try {
            return EventJson.mapper().writeValueAsString(vector);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("vector: a plain record is JSON", e);
        }
    }

    static TextVector read(String json) {
        try {
            return EventJson.mapper().readValue(json, TextVector.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("vector: not as it was written", e);
        }
    }
}
