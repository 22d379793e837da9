package org.papertide.local.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.papertide.events.EventJson;
import org.papertide.events.Topic;

/** The fields of a topic's events by their JSON names, as the schemas have them. */
final class EventFields {

    private static final String FOLDER = "/org/papertide/events/schema/";

    private final JsonNode schema;
    private final JsonNode common;

    private EventFields(JsonNode schema, JsonNode common) {
        this.schema = schema;
        this.common = common;
    }

    /** Of a topic's events; of a dead letter, those of the topic that it was read from. */
    static EventFields of(Topic topic) {
        String name =
                switch (topic) {
                    case PAPERS, PAPERS_DLQ -> "paper";
                    case SIGNALS, SIGNALS_DLQ -> "signal";
                    case SCORES, SCORES_DLQ -> "score";
                    case RANKINGS, RANKINGS_DLQ -> "ranking";
                    case PAST_RANKINGS, PAST_RANKINGS_DLQ -> "past-rankings";
                    case BREAKOUTS, BREAKOUTS_DLQ -> "breakout";
                    case TICKS, TICKS_DLQ -> "tick";
                    case PRIORS, PRIORS_DLQ -> "priors";
                    case EMBEDDINGS, EMBEDDINGS_DLQ -> "embedding";
                    case DELIVERIES, DELIVERIES_DLQ -> "delivery";
                };
        return new EventFields(read(name + ".v1.json"), read("common.v1.json"));
    }

    /**
     * What is wrong with a condition on a path such as {@code paper.title}, in words; empty if the
     * schema has it, and with the type that the value has. A list stands for each of its elements.
     */
    Optional<String> wrong(List<String> path, boolean numeric) {
        JsonNode at = resolved(schema);
        List<String> gone = new ArrayList<>();
        for (String name : path) {
            JsonNode next = at.path("properties").path(name);
            if (next.isMissingNode() && at.path("additionalProperties").isObject()) {
                next = at.path("additionalProperties");
            }
            if (next.isMissingNode()) {
                return Optional.of(wrong(at, name, gone));
            }
            gone.add(name);
            at = resolved(next);
        }
        String type = at.path("type").asText();
        return !numeric && (type.equals("number") || type.equals("integer"))
                ? Optional.of("%s is a number".formatted(String.join(".", path)))
                : Optional.empty();
    }

    private static String wrong(JsonNode at, String name, List<String> gone) {
        List<String> names = new ArrayList<>();
        at.path("properties").fieldNames().forEachRemaining(names::add);
        String where = String.join(".", gone);
        if (names.isEmpty()) {
            return "%s has no fields, so not %s".formatted(where, name);
        }
        return "there is no field %s%s, but %s"
                .formatted(name, gone.isEmpty() ? "" : " in " + where, String.join(", ", names));
    }

    /** The schema that a reference leads to, and of a list the schema of its elements. */
    private JsonNode resolved(JsonNode from) {
        JsonNode at = from;
        // Deeper chains are circles.
        for (int depth = 0; depth < 10; depth++) {
            String reference = at.path("$ref").asText();
            if (!reference.isEmpty()) {
                JsonNode in = reference.startsWith("#") ? schema : common;
                at = in.at(reference.substring(reference.indexOf('#') + 1));
            } else if (at.has("items")) {
                at = at.path("items");
            } else {
                return at;
            }
        }
        return at;
    }

    private static JsonNode read(String file) {
        try (InputStream in = Topic.class.getResourceAsStream(FOLDER + file)) {
            return EventJson.mapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
