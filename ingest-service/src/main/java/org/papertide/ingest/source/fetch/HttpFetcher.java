package org.papertide.ingest.source.fetch;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks, on the caller's thread, and always comes back with an {@link HttpAnswer}. */
@Singleton
public final class HttpFetcher implements AutoCloseable {

    private final HttpClient client;
    private final HttpClientSettings settings;

    public HttpFetcher(HttpClientSettings settings) {
        this.settings = settings;
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(settings.connectTimeout())
                        .build();
    }

    /**
     * GET.
     *
     * @param headers besides {@code User-Agent} and {@code Accept-Encoding}
     * @throws InterruptedException when polling ends
     */
    public HttpAnswer get(URI address, Map<String, String> headers) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .timeout(settings.timeout())
                        .header("User-Agent", settings.userAgent())
                        .header("Accept-Encoding", "gzip");
        headers.forEach(request::header);
        // The request's own timeout ends with the headers: a body that stalls would hold us for
        // ever.
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), settings.maxBytes()));
        try {
            HttpResponse<byte[]> response =
                    sent.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new HttpAnswer.Whole(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException _) {
            sent.cancel(true);
            return new HttpAnswer.None("no whole answer within " + settings.timeout());
        } catch (InterruptedException e) {
            sent.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            return new HttpAnswer.None(reason(e));
        }
    }

    @Override
    @PreDestroy
    public void close() {
        client.shutdownNow();
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = cause.getMessage();
        String kind = cause instanceof IOException ? "no answer" : "not asked";
        return kind
                + " ("
                + cause.getClass().getSimpleName()
                + (message == null ? "" : ": " + message.lines().findFirst().orElse(""))
                + ")";
    }
}
