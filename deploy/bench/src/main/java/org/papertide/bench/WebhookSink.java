package org.papertide.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Receives webhooks: echoes challenges, and remembers by which ids each path was called, and what
 * the last one was told.
 */
final class WebhookSink implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, List<String>> ids = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private volatile Duration pause = Duration.ZERO;
    private volatile byte[] last = {};

    /**
     * @param host a loopback address: what has one of its own is another receiver
     */
    WebhookSink(String host) {
        try {
            server = HttpServer.create(new InetSocketAddress(host, 0), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** How long each answer takes from now on. */
    void pause(Duration next) {
        pause = next;
    }

    String url() {
        return "http://"
                + server.getAddress().getHostString()
                + ":"
                + server.getAddress().getPort();
    }

    /** Requests with an event. */
    long calls() {
        return calls.get();
    }

    /** The body of the last event. */
    byte[] last() {
        return last.clone();
    }

    /** Paths that were called. */
    int called() {
        return ids.size();
    }

    /** Paths that were called by more than one id. */
    long mixed() {
        return ids.values().stream().filter(each -> each.stream().distinct().count() > 1).count();
    }

    void forget() {
        ids.clear();
        calls.set(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (new String(body, StandardCharsets.UTF_8).startsWith("{\"challenge\"")) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                return;
            }
            last = body;
            LockSupport.parkNanos(pause.toNanos());
            ids.computeIfAbsent(
                            exchange.getRequestURI().getPath(), _ -> new CopyOnWriteArrayList<>())
                    .add(exchange.getRequestHeaders().getFirst("webhook-id"));
            calls.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
