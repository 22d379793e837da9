package org.papertide.ranking.api.live;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The answer to one live client: events, of which never more than one is in flight. */
final class LiveAnswer {

    /** How long a client waits before it reconnects. */
    private static final Duration RECONNECT = Duration.ofSeconds(2);

    private final SseEventSink sink;
    private final Sse sse;
    private final HttpServerResponse response;
    private final Duration sendTimeout;

    /** When something was last sent, by a clock that never goes back. */
    private long sentAt = System.nanoTime();

    LiveAnswer(SseEventSink sink, Sse sse, RoutingContext exchange, Duration sendTimeout) {
        this.sink = sink;
        this.sse = sse;
        this.response = exchange.response();
        this.sendTimeout = sendTimeout;
        // A proxy that compressed the events would hold them back until a block is full.
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform");
        // Without it, nginx buffers events.
        response.putHeader("X-Accel-Buffering", "no");
    }

    /** Sends an event, and waits until it is written. */
    void send(String name, String id, String json)
            throws InterruptedException, ExecutionException, TimeoutException {
        send(
                sse.newEventBuilder()
                        .name(name)
                        .id(id)
                        .reconnectDelay(RECONNECT.toMillis())
                        .data(String.class, json)
                        .build());
    }

    /** Sends a sign of life. */
    void sendHere() throws InterruptedException, ExecutionException, TimeoutException {
        send(sse.newEventBuilder().comment("here").build());
    }

    /** Sends a sign of life that says where the client is; clients pass no event on for it. */
    void sendHere(String id) throws InterruptedException, ExecutionException, TimeoutException {
        send(sse.newEventBuilder().comment("here").id(id).build());
    }

    /** For how long nothing was sent. */
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - sentAt);
    }

    private void send(OutboundSseEvent event)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            var _ =
                    sink.send(event)
                            .toCompletableFuture()
                            .get(sendTimeout.toMillis(), TimeUnit.MILLISECONDS);
            sentAt = System.nanoTime();
        } catch (TimeoutException e) {
            // An orderly end would wait for the client to read.
            var _ = response.reset();
            throw e;
        }
    }
}
