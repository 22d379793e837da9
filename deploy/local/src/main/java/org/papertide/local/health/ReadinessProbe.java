package org.papertide.local.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.papertide.events.EventJson;

/** Asks a service whether it is ready. */
public final class ReadinessProbe {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(TIMEOUT)
                    .build();
    private final ObjectMapper json = EventJson.mapper();

    /** The state of a service. */
    public sealed interface Answer {

        /** The service is ready. */
        record Ready() implements Answer {}

        /**
         * The service runs, and waits for what is missing.
         *
         * @param missing the checks that fail, each with its data
         */
        record Waiting(List<String> missing) implements Answer {
            public Waiting {
                missing = List.copyOf(missing);
            }
        }

        /** Nobody answers on the port. */
        record Silent() implements Answer {}
    }

    /** Asks the service on that port of this machine. */
    public Answer ask(int port) {
        URI uri = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(port));
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == OK
                    ? new Answer.Ready()
                    : new Answer.Waiting(missing(answer.body()));
        } catch (ConnectException _) {
            return new Answer.Silent();
        } catch (IOException _) {
            return new Answer.Silent();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Silent();
        }
    }

    private List<String> missing(String body) {
        List<String> missing = new ArrayList<>();
        try {
            for (JsonNode check : json.readTree(body).path("checks")) {
                if (!check.path("status").asText().equals("UP")) {
                    String name = check.path("name").asText();
                    List<String> data = new ArrayList<>();
                    check.path("data").forEach(value -> data.add(value.asText()));
                    missing.add(data.isEmpty() ? name : name + ": " + String.join(", ", data));
                }
            }
        } catch (JsonProcessingException _) {
            missing.add("an answer that is not health");
        }
        return missing;
    }
}
