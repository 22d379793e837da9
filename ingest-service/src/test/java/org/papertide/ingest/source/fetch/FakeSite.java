package org.papertide.ingest.source.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A remote site on this machine that answers as a test scripts it, one answer after the other. */
public final class FakeSite implements AutoCloseable {

    /** One answer. */
    @FunctionalInterface
    public interface Reply {
        void send(HttpExchange exchange) throws IOException;
    }

    /** A request that came. */
    public record Asked(URI uri, Map<String, List<String>> headers) {

        public String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private final HttpServer server;
    private final Map<String, Reply> standing = new ConcurrentHashMap<>();
    private final Queue<Reply> replies = new ArrayDeque<>();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    public FakeSite() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Says what to answer next, after what was said before. */
    public FakeSite then(Reply reply) {
        replies.add(reply);
        return this;
    }

    public FakeSite then(int status, String body, String... headers) {
        return then(exchange -> {
            for (int at = 0; at < headers.length; at += 2) {
                exchange.getResponseHeaders().set(headers[at], headers[at + 1]);
            }
            send(exchange, status, body);
        });
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Says what to answer whenever nothing else was said, to a request that has this in it. */
    public FakeSite always(String part, String body) {
        standing.put(part, exchange -> send(exchange, 200, body));
        return this;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /**
     * No anonymous class: the framework takes constraints for interceptors, which such have not.
     */
    private record Patience(
            String userAgent, Duration connectTimeout, Duration timeout, long maxBytes)
            implements HttpClientSettings {}

    /** A client of this site with short patience. */
    public static HttpFetcher web(Duration timeout, long maxBytes) {
        return new HttpFetcher(
                new Patience("Papertide/test", Duration.ofSeconds(5), timeout, maxBytes));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(new Asked(exchange.getRequestURI(), Map.copyOf(exchange.getRequestHeaders())));
        Reply reply;
        synchronized (replies) {
            reply = replies.poll();
        }
        if (reply == null) {
            String address = exchange.getRequestURI().toString();
            reply =
                    standing.entrySet().stream()
                            .filter(entry -> address.contains(entry.getKey()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse(null);
        }
        try (exchange) {
            if (reply == null) {
                exchange.sendResponseHeaders(500, -1);
            } else {
                reply.send(exchange);
            }
        }
    }
}
