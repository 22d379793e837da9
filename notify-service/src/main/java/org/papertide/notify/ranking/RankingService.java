package org.papertide.notify.ranking;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.papertide.events.EventJson;

/** Asks ranking-service over HTTP; follows no redirect, and waits for no answer for long. */
final class RankingService implements AutoCloseable {

    /** The longest answer that is read: 200 papers with their reasons. */
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    /** So many wait for it at the most: the others are told that it is away. */
    private static final int MOST_AT_ONCE = 50;

    private final HttpClient client;
    private final URI url;
    private final Duration timeout;
    private final Semaphore waiting = new Semaphore(MOST_AT_ONCE);

    RankingService(URI url, Duration timeout) {
        this.url = url;
        this.timeout = timeout;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeout)
                        .build();
    }

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body as text
     */
    record Answer(int status, String body) {

        /** The body as a record; empty if it is none. */
        <T> Optional<T> read(Class<T> type) {
            try {
                return Optional.ofNullable(EventJson.mapper().readValue(body, type));
            } catch (JsonProcessingException | IllegalArgumentException _) {
                return Optional.empty();
            }
        }
    }

    /**
     * Asks for a path.
     *
     * @throws IOException if there is no answer
     */
    Answer get(String path) throws IOException {
        return send(request(path).GET());
    }

    /**
     * Sends a value as JSON.
     *
     * @throws IOException if there is no answer
     */
    Answer post(String path, Object value) throws IOException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofByteArray(
                                        EventJson.mapper().writeValueAsBytes(value))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(withoutSlash(url) + path))
                .header("Accept", "application/json")
                .timeout(timeout);
    }

    private static String withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        if (!waiting.tryAcquire()) {
            throw new IOException("too many wait for ranking-service");
        }
        try {
            HttpResponse<InputStream> answer =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new IOException("the answer of ranking-service is too long");
                }
                return new Answer(answer.statusCode(), new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (HttpTimeoutException e) {
            throw new IOException("ranking-service does not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            waiting.release();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
