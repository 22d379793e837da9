package org.papertide.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The reference of webhooks: the JDK's client posts one body, and keeps account of nothing. */
final class BarePosts {

    private static final int NO_CONTENT = 204;

    private BarePosts() {}

    /**
     * Posts a body to as many paths of a receiver.
     *
     * @param connections each has one request at a time
     * @return posts per second
     */
    static double rate(String receiver, byte[] body, int posts, int connections) {
        List<Callable<Integer>> senders = new ArrayList<>();
        AtomicInteger next = new AtomicInteger();
        try (HttpClient client =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int connection = 0; connection < connections; connection++) {
                senders.add(() -> postAll(client, receiver, body, posts, next));
            }
            Stopwatch stopwatch = Stopwatch.start();
            for (Future<Integer> sender : executor.invokeAll(senders)) {
                var _ = sender.get();
            }
            return posts / stopwatch.seconds();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a post failed", e.getCause());
        }
    }

    private static int postAll(
            HttpClient client, String receiver, byte[] body, int posts, AtomicInteger next)
            throws InterruptedException {
        int posted = 0;
        for (int n = next.getAndIncrement(); n < posts; n = next.getAndIncrement()) {
            post(client, URI.create(receiver + "/reference/" + n), body, "reference" + n);
            posted++;
        }
        return posted;
    }

    private static void post(HttpClient client, URI address, byte[] body, String id)
            throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("content-type", "application/json")
                        .header("webhook-id", id)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build();
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != NO_CONTENT) {
                throw new IllegalStateException(address + ": " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
