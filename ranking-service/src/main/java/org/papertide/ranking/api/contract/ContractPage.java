package org.papertide.ranking.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The AsyncAPI document as a page that needs no network, no script and no second request: each
 * topic with its key, its fields and how long its records are kept.
 */
public final class ContractPage {

    private static final int DEEPEST = 6;

    private static final String STYLE =
            """
            :root{color-scheme:light dark}
            body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem}
            table{border-collapse:collapse;width:100%;margin:0 0 2rem}
            caption{text-align:left;font-weight:600;padding:.3rem 0}
            th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #8886}
            code{overflow-wrap:anywhere}
            .wide{overflow-x:auto}
            """;

    private final JsonNode document;
    private final Map<String, JsonNode> schemas = new HashMap<>();
    private final Html page = new Html();

    private ContractPage(String asyncApi, Map<String, byte[]> schemas) throws IOException {
        this.document = new YAMLMapper().readTree(asyncApi);
        ObjectMapper json = new JsonMapper();
        for (Map.Entry<String, byte[]> schema : schemas.entrySet()) {
            this.schemas.put(schema.getKey(), json.readTree(schema.getValue()));
        }
    }

    /**
     * Renders the page.
     *
     * @param asyncApi in YAML
     * @param schemas by the names of their files
     * @throws IOException if one of them cannot be read
     */
    public static byte[] of(String asyncApi, Map<String, byte[]> schemas) throws IOException {
        return new ContractPage(asyncApi, schemas).render();
    }

    private byte[] render() {
        JsonNode info = document.path("info");
        page.open("html", "lang", "en").open("head").open("meta", "charset", "utf-8");
        page.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.element("title", info.path("title").asText()).style(STYLE).close("head").open("body");
        page.open("main").element("h1", info.path("title").asText());
        page.element("p", info.path("description").asText());
        page.open("p").text("As files: ").element("a", "asyncapi.yaml", "href", "asyncapi.yaml");
        schemas.keySet().stream()
                .sorted()
                .forEach(name -> page.text(" ").element("a", name, "href", "schemas/" + name));
        page.close("p");
        contents();
        document.path("channels")
                .properties()
                .forEach(channel -> topic(channel.getValue(), channel.getKey()));
        headers();
        return page.close("main").close("body").close("html").toBytes();
    }

    private void contents() {
        page.open("nav", "aria-label", "Topics").open("ul");
        document.path("channels")
                .properties()
                .forEach(channel ->
                        page.open("li")
                                .element(
                                        "a",
                                        channel.getValue().path("address").asText(),
                                        "href",
                                        "#" + channel.getKey())
                                .close("li"));
        page.close("ul").close("nav");
    }

    private void topic(JsonNode channel, String name) {
        page.open("section", "aria-labelledby", name);
        page.element("h2", channel.path("address").asText(), "id", name);
        page.element("p", channel.path("description").asText());
        page.element("p", kept(channel.path("bindings").path("kafka")));
        for (JsonNode reference : channel.path("messages")) {
            message(followed(reference, document));
        }
        page.close("section");
    }

    private static String kept(JsonNode kafka) {
        JsonNode topic = kafka.path("topicConfiguration");
        StringJoiner words = new StringJoiner(" ");
        long kept = topic.path("retention.ms").asLong();
        words.add(
                kept > 0
                        ? "Kept for %d hours.".formatted(Duration.ofMillis(kept).toHours())
                        : "Compacted: the last record of a key is kept.");
        words.add(
                "A record has %d bytes at most."
                        .formatted(topic.path("max.message.bytes").asLong()));
        return words.toString();
    }

    private void message(JsonNode message) {
        page.element("h3", message.path("title").asText());
        page.open("p").text("Type ").element("code", message.path("name").asText());
        JsonNode key = followed(message.path("bindings").path("kafka").path("key"), document);
        if (!key.isMissingNode()) {
            page.text("; key: ").text(key.path("description").asText());
            JsonNode example = key.path("examples").path(0);
            if (!example.isMissingNode()) {
                page.text(" Such as ").element("code", example.asText());
            }
        }
        page.close("p");
        JsonNode own = message.path("headers").path("properties");
        if (!own.isEmpty()) {
            table("Headers", fields(message.path("headers"), document));
        }
        String file = lastName(message.path("payload").path("$ref").asText());
        JsonNode schema = schemas.get(file);
        if (schema != null) {
            page.open("p").text(schema.path("description").asText()).text(" ");
            page.element("a", file, "href", "schemas/" + file).close("p");
            table("Fields", fields(schema, schema));
        }
    }

    private void headers() {
        page.open("section", "aria-labelledby", "headers");
        page.element("h2", "Headers of all records but dead letters", "id", "headers");
        for (JsonNode trait : document.path("components").path("messageTraits")) {
            table("CloudEvents 1.0, binary mode", fields(trait.path("headers"), document));
        }
        page.close("section");
    }

    /** A field of a record, with its path. */
    private record Field(String path, String form, boolean required, String description) {}

    private List<Field> fields(JsonNode schema, JsonNode root) {
        List<Field> fields = new ArrayList<>();
        collect("", schema, root, 0, fields);
        return fields;
    }

    private void collect(
            String path, JsonNode schema, JsonNode root, int depth, List<Field> fields) {
        for (var property : schema.path("properties").properties()) {
            boolean required =
                    schema.path("required")
                            .valueStream()
                            .anyMatch(name -> name.asText().equals(property.getKey()));
            nested(path + property.getKey(), property.getValue(), root, required, depth, fields);
        }
    }

    private void nested(
            String path,
            JsonNode schema,
            JsonNode root,
            boolean required,
            int depth,
            List<Field> fields) {
        JsonNode there = followed(schema, root);
        JsonNode home = home(schema, root);
        String description = schema.path("description").asText(there.path("description").asText());
        fields.add(new Field(path, form(there), required, description));
        if (depth == DEEPEST) {
            return;
        }
        collect(path + ".", there, home, depth + 1, fields);
        inside(path + "[]", there.path("items"), home, depth, fields);
        inside(path + ".*", there.path("additionalProperties"), home, depth, fields);
    }

    private void inside(
            String path, JsonNode schema, JsonNode root, int depth, List<Field> fields) {
        if (schema.isObject()) {
            JsonNode there = followed(schema, root);
            if (there.path("properties").isEmpty()) {
                fields.add(new Field(path, form(there), true, there.path("description").asText()));
            } else {
                collect(path + ".", there, home(schema, root), depth + 1, fields);
            }
        }
    }

    private static String form(JsonNode schema) {
        StringJoiner form = new StringJoiner(", ");
        if (schema.has("type")) {
            form.add(schema.path("type").asText());
        }
        if (schema.has("format")) {
            form.add(schema.path("format").asText());
        }
        if (schema.has("enum")) {
            StringJoiner values = new StringJoiner(" | ");
            schema.path("enum").forEach(value -> values.add(value.asText()));
            form.add(values.toString());
        }
        if (schema.has("const")) {
            form.add(schema.path("const").asText());
        }
        bounds(form, schema, "minimum", "maximum", "");
        bounds(form, schema, "minLength", "maxLength", " characters");
        bounds(form, schema, "minItems", "maxItems", " elements");
        return form.toString();
    }

    private static void bounds(
            StringJoiner form, JsonNode schema, String least, String most, String unit) {
        if (schema.has(most)) {
            form.add(
                    schema.has(least)
                            ? schema.path(least).asText()
                                    + " to "
                                    + schema.path(most).asText()
                                    + unit
                            : "at most " + schema.path(most).asText() + unit);
        } else if (schema.has(least)) {
            form.add("at least " + schema.path(least).asText() + unit);
        }
    }

    private void table(String caption, List<Field> fields) {
        page.open("div", "class", "wide").open("table").element("caption", caption);
        page.open("thead").open("tr");
        for (String column : List.of("Field", "Form", "Always there", "What it is")) {
            page.element("th", column, "scope", "col");
        }
        page.close("tr").close("thead").open("tbody");
        for (Field field : fields) {
            page.open("tr").open("th", "scope", "row").element("code", field.path()).close("th");
            page.element("td", field.form()).element("td", field.required() ? "yes" : "no");
            page.element("td", field.description()).close("tr");
        }
        page.close("tbody").close("table").close("div");
    }

    private JsonNode followed(JsonNode node, JsonNode root) {
        String reference = node.path("$ref").asText();
        if (reference.isEmpty()) {
            return node;
        }
        return home(node, root).at(reference.replaceFirst("^[^#]*#?", ""));
    }

    /** The document that a node's reference leads into. */
    private JsonNode home(JsonNode node, JsonNode root) {
        String file = lastName(node.path("$ref").asText().replaceFirst("#.*", ""));
        return file.isEmpty() ? root : schemas.getOrDefault(file, root);
    }

    /** What is behind the last slash. */
    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
