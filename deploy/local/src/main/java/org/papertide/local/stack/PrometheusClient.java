package org.papertide.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.papertide.events.EventJson;

/** Asks Prometheus by its HTTP API. */
final class PrometheusClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final int port;

    PrometheusClient(int port) {
        this.port = port;
    }

    /** A value at a time, in seconds. */
    record Point(double at, double value) {}

    /** The values of one series in a time. */
    record Series(Map<String, String> labels, List<Point> points) {
        Series {
            labels = Map.copyOf(labels);
            points = List.copyOf(points);
        }
    }

    /** An alert that is pending or fires. */
    record Alert(String name, String state, String summary, String runbook) {}

    /**
     * The values of an expression.
     *
     * @throws IOException if there is no answer, or Prometheus does not understand the expression
     */
    List<Series> range(String expression, Instant from, Instant to, Duration step)
            throws IOException {
        JsonNode data =
                ask(
                        "query_range?query=%s&start=%d&end=%d&step=%d"
                                .formatted(
                                        URLEncoder.encode(expression, StandardCharsets.UTF_8),
                                        from.getEpochSecond(),
                                        to.getEpochSecond(),
                                        step.toSeconds()));
        List<Series> found = new ArrayList<>();
        for (JsonNode each : data.path("result")) {
            Map<String, String> labels = new TreeMap<>();
            each.path("metric")
                    .properties()
                    .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
            List<Point> points = new ArrayList<>();
            for (JsonNode value : each.path("values")) {
                points.add(new Point(value.path(0).asDouble(), number(value.path(1).asText())));
            }
            found.add(new Series(labels, points));
        }
        return found;
    }

    /** What is pending or fires now. */
    List<Alert> alerts() throws IOException {
        List<Alert> alerts = new ArrayList<>();
        for (JsonNode alert : ask("alerts").path("alerts")) {
            alerts.add(
                    new Alert(
                            alert.path("labels").path("alertname").asText(),
                            alert.path("state").asText(),
                            alert.path("annotations").path("summary").asText(),
                            alert.path("annotations").path("runbook_url").asText()));
        }
        return alerts;
    }

    private JsonNode ask(String path) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:%d/api/v1/%s".formatted(port, path)))
                        .timeout(TIMEOUT)
                        .build();
        try {
            JsonNode answer =
                    EventJson.mapper().readTree(http.send(request, BodyHandlers.ofString()).body());
            if (!answer.path("status").asText().equals("success")) {
                throw new IOException(answer.path("error").asText("no answer"));
            }
            return answer.path("data");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
