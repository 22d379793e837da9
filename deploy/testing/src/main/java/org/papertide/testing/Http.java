package org.papertide.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.papertide.events.EventJson;

/** HTTP as a reader, a subscriber or an operator sends it. */
public final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private Http() {}

    /** A status and a body. */
    public record Answer(int status, String body) {

        /** The body as JSON. */
        public JsonNode json() {
            try {
                return EventJson.mapper().readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + body, e);
            }
        }
    }

    public static Answer get(URI address) {
        return send(HttpRequest.newBuilder(address).GET());
    }

    public static Answer getAsOperator(URI address, String token) {
        return send(
                HttpRequest.newBuilder(address).header("authorization", "Bearer " + token).GET());
    }

    public static Answer postJson(URI address, String body) {
        return send(
                HttpRequest.newBuilder(address)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public static Answer postForm(URI address, String body) {
        return send(
                HttpRequest.newBuilder(address)
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    public static Answer postAsOperator(URI address, String token, String type, byte[] body) {
        return send(
                HttpRequest.newBuilder(address)
                        .header("authorization", "Bearer " + token)
                        .header("content-type", type)
                        .timeout(Duration.ofMinutes(5))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /**
     * Sends any request.
     *
     * @throws UncheckedIOException if nobody answers
     */
    public static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    CLIENT.send(
                            request.build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
