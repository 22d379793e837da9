package org.papertide.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code values.schema.json}: its fields, in their order. */
record ValuesSchema(List<Field> fields, List<String> closedObjects, Set<String> open) {

    /**
     * One value.
     *
     * @param path such as {@code /kafka/mode}
     * @param required whether its object must have it
     */
    record Field(String path, String type, String description, boolean required) {}

    ValuesSchema {
        fields = List.copyOf(fields);
        closedObjects = List.copyOf(closedObjects);
        open = Set.copyOf(open);
    }

    static ValuesSchema read() {
        try {
            JsonNode root =
                    Yaml.JSON.readTree(Checkout.read(Checkout.CHART.resolve("values.schema.json")));
            List<Field> fields = new ArrayList<>();
            List<String> closed = new ArrayList<>();
            Set<String> open = new HashSet<>();
            walk(root, root, "", fields, closed, open);
            return new ValuesSchema(fields, closed, open);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is a map whose keys are free. */
    boolean isOpen(String path) {
        return open.contains(path);
    }

    private static void walk(
            JsonNode root,
            JsonNode object,
            String path,
            List<Field> fields,
            List<String> closed,
            Set<String> open) {
        if (object.path("additionalProperties").isBoolean() && !object.has("patternProperties")) {
            closed.add(path);
        } else {
            open.add(path);
        }
        Set<String> required = new HashSet<>();
        object.path("required").forEach(each -> required.add(each.asText()));
        for (Map.Entry<String, JsonNode> each : object.path("properties").properties()) {
            String own = path + "/" + each.getKey();
            JsonNode schema = resolved(root, each.getValue());
            String description = each.getValue().path("description").asText();
            fields.add(
                    new Field(
                            own,
                            schema.path("type").asText(),
                            description,
                            required.contains(each.getKey())));
            if (schema.path("type").asText().equals("object")) {
                walk(root, schema, own, fields, closed, open);
            }
        }
    }

    private static JsonNode resolved(JsonNode root, JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : root.at(reference.substring(1));
    }
}
