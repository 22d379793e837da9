package org.papertide.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.papertide.events.EventJson;

/**
 * Compares the OpenAPI document of a running service with {@code src/test/resources/openapi.json},
 * so that no change of an API goes unseen. The present document is in {@code target/openapi.json},
 * to be looked at; with {@code -Dpapertide.approve=true} it becomes the approved one.
 */
public final class OpenApiDocument {

    private static final Path APPROVED = Path.of("src", "test", "resources", "openapi.json");
    private static final Path PRESENT = Path.of("target", "openapi.json");

    private OpenApiDocument() {}

    /**
     * Fails if the document differs from the approved one.
     *
     * @param service the service's address
     */
    public static void assertApproved(URI service) throws IOException {
        Http.Answer answer = Http.get(service.resolve("/q/openapi?format=json"));
        if (answer.status() != 200) {
            throw new AssertionError("There is no OpenAPI document: status " + answer.status());
        }
        String present = comparable(answer.body());
        List<String> flaws = flaws(present);
        if (!flaws.isEmpty()) {
            throw new AssertionError(
                    "The OpenAPI document misleads:\n  " + String.join("\n  ", flaws));
        }
        write(PRESENT, present);
        if (Boolean.getBoolean("papertide.approve")) {
            write(APPROVED, present);
        }
        if (!Files.exists(APPROVED) || !Files.readString(APPROVED).equals(present)) {
            throw new AssertionError(
                    ("The API is not as approved. Compare %s with %s; if the change is meant, run with"
                                    + " -Dpapertide.approve=true.")
                            .formatted(PRESENT.toAbsolutePath(), APPROVED));
        }
    }

    /** Members in alphabetical order, since Quarkus orders them anew with each build. */
    static String comparable(String document) throws JsonProcessingException {
        Map<String, Object> members =
                EventJson.mapper().readValue(document, new TypeReference<>() {});
        // In tests, Quarkus adds the address of the test.
        members.remove("servers");
        // Some builds list a resource there that others do not; the paths have their tags.
        members.remove("tags");
        return EventJson.mapper()
                        .writer()
                        .with(SerializationFeature.INDENT_OUTPUT)
                        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .writeValueAsString(members)
                + "\n";
    }

    /**
     * What of a document tells a client nothing or too much: members of request bodies without a
     * description, and limits that are only those of Java's types.
     */
    static List<String> flaws(String document) throws JsonProcessingException {
        JsonNode root = EventJson.mapper().readTree(document);
        Set<String> bodies =
                Set.copyOf(
                        root.path("paths").findValues("requestBody").stream()
                                .flatMap(body -> body.findValuesAsText("$ref").stream())
                                .map(reference ->
                                        reference.substring(reference.lastIndexOf('/') + 1))
                                .toList());
        List<String> flaws = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema : root.at("/components/schemas").properties()) {
            for (Map.Entry<String, JsonNode> member :
                    schema.getValue().path("properties").properties()) {
                String name = schema.getKey() + "." + member.getKey();
                JsonNode said = member.getValue();
                if (bodies.contains(schema.getKey())
                        && !said.has("$ref")
                        && said.path("description").asText().isBlank()) {
                    flaws.add(name + " has no description");
                }
                double most = said.path("maximum").asDouble();
                if (most == Integer.MAX_VALUE || most == Long.MAX_VALUE) {
                    flaws.add(name + " has the limit of its type as its own");
                }
            }
        }
        return flaws;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }
}
