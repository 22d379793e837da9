package org.papertide.ranking.api;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.ranking.http.ProblemException;
import org.papertide.ranking.http.Problems;

/**
 * Live changes of a ranking, as server-sent events (WHATWG HTML, section 9.2).
 *
 * <p>Each client has a virtual thread, which sends what the ranking holds now and waits until that
 * has left: a slow client skips changes and has one event on its way, never more. An event is the
 * whole list, so a client that comes back with the id of its last one misses nothing by what it has
 * skipped; it is sent nothing as long as the list is the same, on whichever replica.
 */
@Path("/api/v1/trending/events")
@Singleton
public class LiveResource {

    private static final Logger LOG = Logger.getLogger(LiveResource.class);

    private static final String DEFAULT_LIMIT = "10";

    /** How long a client waits before it comes back. */
    private static final Duration BACK = Duration.ofSeconds(2);

    private final LiveRankings rankings;
    private final LiveClients clients;
    private final ReadingSettings settings;

    LiveResource(LiveRankings rankings, LiveClients clients, ReadingSettings settings) {
        this.rankings = rankings;
        this.clients = clients;
        this.settings = settings;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    @Operation(
            summary = "Live changes of a ranking",
            description =
                    "An event named ranking at once, and one whenever its papers change, or their"
                            + " ranks, scores or reasons, at most one a second; its id resumes. A"
                            + " slow client skips changes.")
    @APIResponse(
            responseCode = "200",
            description = "The first papers of the ranking, again and again",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = Ranking.class)))
    @APIResponse(responseCode = "400", description = "A parameter is wrong; a problem says which")
    @APIResponse(responseCode = "503", description = "Not ready yet, or too many clients")
    public void events(
            @Parameter(description = "rising: gains most from now on; top: highest in the end")
                    @QueryParam("order")
                    @Nullable String order,
            @Parameter(description = "day, week or month") @QueryParam("window")
                    @Nullable String window,
            @Parameter(description = "such as cs.LG; all papers without it") @QueryParam("category")
                    @Nullable String category,
            @Parameter(description = "how many papers, 1 to 200; 10 without it")
                    @QueryParam("limit")
                    @Nullable String limit,
            @Parameter(description = "id of the last event the client has had")
                    @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER)
                    @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context RoutingContext exchange) {
        RankingKey key = Parameters.key(order, window, category);
        int most = Parameters.limit(limit == null ? DEFAULT_LIMIT : limit);
        // What is missing is a problem with a status as long as nothing has been sent.
        var _ = rankings.show(key, most);
        LiveClients.Connection connection =
                clients.connect(key)
                        .orElseThrow(() ->
                                Problems.unavailable(
                                        clients.isClosed()
                                                ? "the service is stopping"
                                                : "too many live clients"));
        // A client that goes is noticed by what is sent to it, and otherwise by this.
        exchange.addEndHandler(_ -> connection.disconnect());
        HttpServerResponse response = exchange.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        // nginx would hold events back until its buffer is full.
        response.putHeader("X-Accel-Buffering", "no");
        try (connection;
                sink) {
            new Client(sink, sse, response).serve(key, most, connection, lastEventId);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException
                | IllegalStateException
                | InvalidStateStoreException
                | ProblemException e) {
            LOG.debug("A live client has gone, or what it was shown", e);
        } catch (TimeoutException _) {
            LOG.debug("A live client takes nothing and is let go");
        }
    }

    /** The service is about to stop: clients come back to another replica, or to this one later. */
    void end(@Observes ShutdownDelayInitiatedEvent event) {
        clients.close();
    }

    void end(@Observes ShutdownEvent event) {
        clients.close();
    }

    /** One client, for as long as it is there. */
    private final class Client {

        private final SseEventSink sink;
        private final Sse sse;
        private final HttpServerResponse response;

        Client(SseEventSink sink, Sse sse, HttpServerResponse response) {
            this.sink = sink;
            this.sse = sse;
            this.response = response;
        }

        void serve(
                RankingKey key,
                int most,
                LiveClients.Connection connection,
                @Nullable String lastEventId)
                throws InterruptedException, ExecutionException, TimeoutException {
            String sent = lastEventId;
            while (true) {
                LiveRankings.Shown shown = rankings.show(key, most);
                if (shown.id().equals(sent)) {
                    send(sse.newEventBuilder().comment("here").build());
                } else {
                    send(event(shown));
                    sent = shown.id();
                }
                if (connection.await(settings.heartbeat()) == LiveClients.WaitResult.CLOSED) {
                    return;
                }
            }
        }

        private OutboundSseEvent event(LiveRankings.Shown shown) {
            return sse.newEventBuilder()
                    .name("ranking")
                    .id(shown.id())
                    .reconnectDelay(BACK.toMillis())
                    .data(String.class, shown.json())
                    .build();
        }

        private void send(OutboundSseEvent event)
                throws InterruptedException, ExecutionException, TimeoutException {
            try {
                var _ =
                        sink.send(event)
                                .toCompletableFuture()
                                .get(settings.sendTimeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // An orderly end would wait behind what the client does not take.
                var _ = response.reset();
                throw e;
            }
        }
    }
}
