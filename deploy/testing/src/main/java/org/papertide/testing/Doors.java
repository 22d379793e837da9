package org.papertide.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every door of a running service, from its OpenAPI document and its classes, so that a new path is
 * knocked at without a word about it; and what is wrong with the answers.
 */
public final class Doors {

    /** What nobody outside may read: where the code is, and what it is called. */
    private static final Pattern INSIDE =
            Pattern.compile(
                    "\\b(org|com|io|jakarta|java)\\.[a-z]+\\.[A-Za-z.]*|\\bat [a-z.]+\\(|"
                            + "[A-Za-z]+Exception\\b|StreamReadConstraints|Error id");

    /** Its first word may be the value that is refused. */
    private static final Pattern SENTENCE = Pattern.compile("(?s)[“\\p{Lu}].*\\.");

    private final URI service;
    private final String token;
    private final List<Door> doors;

    private Doors(URI service, String token, List<Door> doors) {
        this.service = service;
        this.token = token;
        this.doors = List.copyOf(doors);
    }

    /**
     * The doors of the service whose tests run.
     *
     * @param token of the operator, or a source
     * @param further what neither its OpenAPI document nor its classes tell
     */
    public static Doors of(URI service, String token, Door... further) {
        JsonNode document = Http.get(service.resolve("/q/openapi?format=json")).json();
        List<Door> doors = new ArrayList<>();
        document.path("paths")
                .propertyStream()
                .forEach(path ->
                        path.getValue()
                                .propertyStream()
                                .filter(each -> each.getValue().has("responses"))
                                .flatMap(each ->
                                        doors(
                                                document,
                                                each.getKey(),
                                                path.getKey(),
                                                each.getValue()))
                                .forEach(doors::add));
        doors.addAll(List.of(further));
        Set<String> known = doors.stream().map(Door::toString).collect(Collectors.toSet());
        ResourceDoors.ofThisModule().stream()
                .filter(door -> !known.contains(door.toString()))
                .forEach(doors::add);
        return new Doors(service, token, doors);
    }

    /** The same, where the errors of all paths but these are pages. */
    public Doors withPagesExceptAt(String... beginnings) {
        return new Doors(
                service,
                token,
                doors.stream()
                        .map(door ->
                                Stream.of(beginnings).anyMatch(door.path()::startsWith)
                                        ? door
                                        : door.withPages())
                        .toList());
    }

    private static Stream<Door> doors(
            JsonNode document, String method, String template, JsonNode operation) {
        String path = template;
        List<String> queries = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("name").asText();
            switch (parameter.path("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", value(document, parameter));
                case "query" -> queries.add(name);
                default -> {}
            }
        }
        String filled = path;
        String verb = method.toUpperCase(Locale.ROOT);
        JsonNode content = operation.path("requestBody").path("content");
        if (content.isEmpty()) {
            return Stream.of(new Door(verb, filled, "", false, List.of(), queries, Door.PROBLEM));
        }
        return content.propertyStream()
                .map(body ->
                        new Door(
                                verb,
                                filled,
                                body.getKey(),
                                operation.path("requestBody").path("required").asBoolean(),
                                List.copyOf(fields(document, body.getValue().path("schema"))),
                                queries,
                                Door.PROBLEM));
    }

    /** A value of a parameter that its path accepts. */
    private static String value(JsonNode document, JsonNode parameter) {
        JsonNode allowed = resolved(document, parameter.path("schema")).path("enum");
        return allowed.isEmpty() ? "1" : allowed.get(0).asText();
    }

    private static Set<String> fields(JsonNode document, JsonNode schema) {
        JsonNode resolved = resolved(document, schema);
        Set<String> fields = new LinkedHashSet<>();
        resolved.path("properties").fieldNames().forEachRemaining(fields::add);
        resolved.path("oneOf").forEach(each -> fields.addAll(fields(document, each)));
        return fields;
    }

    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    /** What is wrong with the answers to this; empty if every door holds. */
    public List<String> faults(HostileRequest kind) {
        List<String> faults = new ArrayList<>();
        for (Door door : doors) {
            kind.requests(door, token)
                    .forEach(request -> {
                        String fault = fault(kind, door, request);
                        if (!fault.isEmpty()) {
                            faults.add(kind + " at " + door + ": " + fault);
                        }
                    });
        }
        return faults;
    }

    private String fault(HostileRequest kind, Door door, byte[] request) {
        RawHttp.Answer answer;
        try {
            answer = RawHttp.send(service, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String said = answer.text().substring(0, Math.min(answer.text().length(), 600));
        if (!kind.mayAnswer(door, answer.status())) {
            return "status " + answer.status() + "\n" + said;
        }
        if (answer.status() < 400) {
            return "";
        }
        boolean fits =
                answer.type().equals(kind.answers(door))
                        && (!answer.type().equals(Door.PROBLEM) || isProblem(answer));
        if (!fits) {
            return "not in the one shape\n" + said;
        }
        if (answer.type().equals(Door.PROBLEM) && !namesFieldsInSentences(answer)) {
            return "a field is not refused in a sentence\n" + said;
        }
        return INSIDE.matcher(answer.body()).find() ? "tells of the inside\n" + said : "";
    }

    /** As the platform's {@code Please} has it; readers of a form see it as it is. */
    private static boolean namesFieldsInSentences(RawHttp.Answer answer) {
        JsonNode problem = new Http.Answer(answer.status(), answer.body()).json();
        return problem.path("errors")
                .valueStream()
                .map(error -> error.path("detail").asText())
                .allMatch(SENTENCE.asMatchPredicate());
    }

    /** Whether it is a problem of RFC 9457 with all that ours have. */
    private static boolean isProblem(RawHttp.Answer answer) {
        JsonNode problem = new Http.Answer(answer.status(), answer.body()).json();
        return problem.path("type").asText().equals("about:blank")
                && problem.path("status").asInt() == answer.status()
                && !problem.path("title").asText().isBlank()
                && !problem.path("detail").asText().isBlank();
    }
}
