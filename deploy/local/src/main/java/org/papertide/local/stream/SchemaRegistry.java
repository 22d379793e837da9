package org.papertide.local.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.papertide.events.EventJson;
import org.papertide.local.data.RefusedException;

/**
 * An Apicurio Registry, by its REST API v3, that gets the schemas of the streams: each an artifact
 * of JSON Schema under the name of its file. A schema that the registry has stays as it is, one
 * that has changed becomes its next version ({@code ifExists=FIND_OR_CREATE_VERSION}).
 */
public final class SchemaRegistry {

    private static final String API = "/apis/registry/v3";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Pattern LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}");

    private final URI api;
    private final String group;
    private final Optional<String> token;

    /**
     * A schema as the registry has it now.
     *
     * @param version the registry's number of it
     */
    public record Published(String name, String version) {}

    /**
     * @param url of the registry, with or without {@value #API}
     * @param group in which the schemas are
     * @param token for {@code Authorization: Bearer}
     * @throws RefusedException if the URL is none of HTTP, or a token would go over plain HTTP to
     *     another machine
     */
    public SchemaRegistry(String url, String group, Optional<String> token) {
        this.api = api(url);
        if (token.isPresent() && "http".equals(api.getScheme()) && !isHere(api.getHost())) {
            throw new RefusedException("Please give an https URL: the token would be readable.");
        }
        this.group = group;
        this.token = token;
    }

    /** By its name; no name of elsewhere is looked up, such as {@code 127.example.org}. */
    private static boolean isHere(String host) {
        return host.equals("localhost") || host.equals("[::1]") || LOOPBACK.matcher(host).matches();
    }

    private static URI api(String url) {
        String base = url.strip().replaceAll("/+$", "");
        try {
            URI uri = URI.create(base.endsWith(API) ? base : base + API);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // As any other that is none.
        }
        throw new RefusedException(
                "Please give the URL of an Apicurio Registry, such as https://registry.example.org");
    }

    /**
     * Publishes schemas, those first that others refer to.
     *
     * @param schemas by the names of their files
     * @param progress is told of each
     * @throws RefusedException if the registry does not take one, with its words; those before it
     *     are published, and to begin again does no harm
     */
    public void publish(SequencedMap<String, byte[]> schemas, Progress progress) {
        Map<String, String> versions = new LinkedHashMap<>();
        List<String> left = new ArrayList<>(schemas.sequencedKeySet());
        while (!left.isEmpty()) {
            String next =
                    left.stream()
                            .filter(name -> versions.keySet().containsAll(filesOf(schemas, name)))
                            .findFirst()
                            .orElseThrow(() ->
                                    new IllegalStateException("refer to each other: " + left));
            String version =
                    publish(next, new String(schemas.get(next), StandardCharsets.UTF_8), versions);
            versions.put(next, version);
            left.remove(next);
            progress.published(new Published(next, version));
        }
    }

    /** Hears of what is published. */
    public interface Progress {
        void published(Published schema);
    }

    private static List<String> filesOf(SequencedMap<String, byte[]> schemas, String name) {
        return references(name, new String(schemas.get(name), StandardCharsets.UTF_8)).stream()
                .map(SchemaRegistry::file)
                .distinct()
                .toList();
    }

    private String publish(String name, String schema, Map<String, String> versions) {
        ObjectNode body = EventJson.mapper().createObjectNode();
        body.put("artifactId", name).put("artifactType", "JSON");
        ObjectNode content = body.putObject("firstVersion").putObject("content");
        content.put("content", schema).put("contentType", "application/json");
        ArrayNode references = content.putArray("references");
        for (String reference : references(name, schema)) {
            String file = file(reference);
            references
                    .addObject()
                    .put("name", reference)
                    .put("groupId", group)
                    .put("artifactId", file)
                    .put("version", versions.get(file));
        }
        JsonNode answer = post(name, body);
        String version = answer.path("version").path("version").asText("");
        if (version.isEmpty()) {
            throw new RefusedException(
                    "%s: the answer names no version. Is it an Apicurio Registry of version 3?"
                            .formatted(name));
        }
        return version;
    }

    /** What a schema refers to in other files, each as it stands there. */
    private static List<String> references(String name, String schema) {
        try {
            return new TreeSet<>(EventJson.mapper().readTree(schema).findValuesAsText("$ref"))
                    .stream()
                            .filter(reference -> !reference.startsWith("#"))
                            .filter(reference -> !file(reference).equals(name))
                            .toList();
        } catch (IOException e) {
            throw new IllegalStateException("a schema of ours is JSON", e);
        }
    }

    private static String file(String reference) {
        int pointer = reference.indexOf('#');
        return pointer < 0 ? reference : reference.substring(0, pointer);
    }

    private JsonNode post(String name, ObjectNode body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "%s/groups/%s/artifacts?ifExists=FIND_OR_CREATE_VERSION"
                                                .formatted(
                                                        api,
                                                        URLEncoder.encode(
                                                                        group,
                                                                        StandardCharsets.UTF_8)
                                                                .replace("+", "%20"))))
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 2) {
                return read(answer.body());
            }
            throw new RefusedException(
                    "The registry refuses %s: %s"
                            .formatted(name, words(answer.statusCode(), read(answer.body()))));
        } catch (IOException e) {
            throw new RefusedException(
                    "The registry at %s does not answer: %s".formatted(api, e), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RefusedException("Interrupted.");
        }
    }

    private static JsonNode read(String text) {
        try {
            return EventJson.mapper().readTree(text);
        } catch (IOException _) {
            return EventJson.mapper().missingNode();
        }
    }

    /** Its problem details have a title, and perhaps a detail. */
    private static String words(int status, JsonNode problem) {
        StringBuilder words = new StringBuilder().append(status);
        for (String field : List.of("title", "detail")) {
            String text = problem.path(field).asText("").strip();
            if (!text.isEmpty()) {
                words.append(". ").append(text.length() > 500 ? text.substring(0, 500) : text);
            }
        }
        return switch (status) {
            case 401, 403 -> words + ". PAPERTIDE_REGISTRY_TOKEN has to be a token that may write.";
            case 404 -> words + ". Is it an Apicurio Registry of version 3?";
            default -> words.toString();
        };
    }
}
