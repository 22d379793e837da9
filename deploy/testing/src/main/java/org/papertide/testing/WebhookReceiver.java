package org.papertide.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A receiver of webhooks on this machine, which echoes challenges and keeps what else it gets. */
public final class WebhookReceiver implements AutoCloseable {

    /**
     * A request as it came.
     *
     * @param headers by names in lower case
     */
    public record Received(String path, Map<String, String> headers, String body) {}

    /**
     * What is answered.
     *
     * @param headers of the answer
     */
    public record Answer(int status, String body, Map<String, String> headers) {

        public static Answer of(int status) {
            return new Answer(status, "", Map.of());
        }
    }

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Received> challenges = new CopyOnWriteArrayList<>();
    private volatile Function<Received, Answer> answer = _ -> Answer.of(204);
    private volatile boolean echoes = true;

    public WebhookReceiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** What is answered from now on, to all but challenges. */
    public void answer(Function<Received, Answer> next) {
        answer = next;
    }

    /** Whether challenges are echoed; else they are answered as all others. */
    public void echoes(boolean next) {
        echoes = next;
    }

    /** What came, without challenges. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    public List<Received> challenges() {
        return List.copyOf(challenges);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Received request =
                    new Received(
                            exchange.getRequestURI().toString(),
                            exchange.getRequestHeaders().entrySet().stream()
                                    .collect(
                                            Collectors.toMap(
                                                    entry ->
                                                            entry.getKey().toLowerCase(Locale.ROOT),
                                                    entry -> entry.getValue().getFirst())),
                            body);
            boolean challenge = body.contains("\"challenge\":");
            (challenge ? challenges : received).add(request);
            Answer next =
                    challenge && echoes
                            ? new Answer(200, body, Map.of("content-type", "application/json"))
                            : answer.apply(request);
            next.headers().forEach(exchange.getResponseHeaders()::add);
            byte[] bytes = next.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(next.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
