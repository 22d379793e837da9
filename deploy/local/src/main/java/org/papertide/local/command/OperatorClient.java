package org.papertide.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.papertide.events.EventJson;
import org.papertide.local.data.RefusedException;

/** Asks the notify service what only operators may know. */
final class OperatorClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final StackTarget target;

    OperatorClient(StackTarget target) {
        this.target = target;
    }

    /**
     * What is at a path.
     *
     * @throws RefusedException if there is no answer, or it is a problem: with its words
     */
    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(target.site(path)).GET());
    }

    /** What follows from a body; as {@link #get}. */
    JsonNode post(String path, JsonNode body) {
        return send(
                HttpRequest.newBuilder(target.site(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            request.header("Authorization", "Bearer " + target.operatorToken())
                                    .timeout(TIMEOUT)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == OK) {
                return EventJson.mapper().readTree(answer.body());
            }
            throw new RefusedException(words(answer));
        } catch (IOException e) {
            throw new RefusedException("The notify service does not answer: " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RefusedException("Interrupted.");
        }
    }

    private static String words(HttpResponse<String> answer) {
        try {
            String detail = EventJson.mapper().readTree(answer.body()).path("detail").asText("");
            if (!detail.isEmpty()) {
                return detail;
            }
        } catch (IOException _) {
            // Not a problem of ours: the status says enough.
        }
        return "The notify service answers " + answer.statusCode() + ".";
    }
}
