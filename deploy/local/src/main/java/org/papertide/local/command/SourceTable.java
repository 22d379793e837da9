package org.papertide.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.papertide.events.EventJson;

/** The table of sources, from the API of the ingest service. */
final class SourceTable {

    private static final int OK = 200;

    private final StackTarget target;
    private final Duration timeout;

    SourceTable(StackTarget target, Duration timeout) {
        this.target = target;
        this.timeout = timeout;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("sources"));
        HttpRequest request =
                HttpRequest.newBuilder(target.ingest("/api/v1/sources")).timeout(timeout).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                lines.add("  not known: the ingest service answers " + answer.statusCode());
                return lines;
            }
            JsonNode sources = EventJson.mapper().readTree(answer.body());
            for (JsonNode source : sources) {
                lines.add(line(source));
            }
        } catch (IOException e) {
            lines.add("  not known: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return lines;
    }

    private static String line(JsonNode source) {
        StringBuilder line = new StringBuilder();
        String name = source.path("name").asText("?");
        line.append("  %-16s %-9s".formatted(name, source.path("state").asText()));
        append(line, "  last success ", source.path("lastSuccess"));
        append(line, "  next run ", source.path("nextRun"));
        append(line, "  ", source.path("message"));
        Iterator<Map.Entry<String, JsonNode>> counts =
                source.path("counts").properties().iterator();
        while (counts.hasNext()) {
            Map.Entry<String, JsonNode> count = counts.next();
            line.append("  ").append(count.getKey()).append(' ').append(count.getValue().asText());
        }
        return line.toString();
    }

    private static void append(StringBuilder line, String label, JsonNode value) {
        String text = value.asText("");
        if (!text.isEmpty() && !value.isNull()) {
            line.append(label).append(text);
        }
    }
}
