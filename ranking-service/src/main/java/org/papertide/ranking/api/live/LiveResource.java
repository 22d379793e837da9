package org.papertide.ranking.api.live;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Ranking;
import org.papertide.events.RankingKey;
import org.papertide.ranking.api.http.ApiSettings;
import org.papertide.ranking.api.parameter.ParameterReader;
import org.papertide.ranking.api.parameter.RankingParameters;
import org.papertide.ranking.api.readmodel.LiveClients;
import org.papertide.ranking.api.readmodel.ReadModel;
import org.papertide.ranking.api.trending.Rankings;

/**
 * Live changes of a ranking, as server-sent events (WHATWG HTML, section 9.2).
 *
 * <p>Each client has a virtual thread. It sends the present ranking and waits until the event has
 * been written: a slow client skips changes and never has more than one event in flight. An event
 * is the whole list, so a client that reconnects with the id of its last event misses nothing. It
 * receives no event while the list is the same, on any replica.
 */
@Path("/api/v1/trending/events")
@Singleton
public class LiveResource {

    private static final int DEFAULT_LIMIT = 10;

    private final ReadModel readModel;
    private final Rankings rankings;
    private final LiveSnapshots snapshots;
    private final LiveClients clients;
    private final ApiSettings settings;
    private final LiveAnswers answers;

    LiveResource(
            ReadModel readModel,
            Rankings rankings,
            LiveSnapshots snapshots,
            LiveClients clients,
            ApiSettings settings,
            LiveAnswers answers) {
        this.readModel = readModel;
        this.rankings = rankings;
        this.snapshots = snapshots;
        this.clients = clients;
        this.settings = settings;
        this.answers = answers;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    @Operation(
            summary = "Live changes of a ranking",
            description =
                    "Sends an event named ranking at once, and another whenever the papers, their"
                            + " ranks, scores or reasons change, at most one per second. A client"
                            + " that reconnects sends the id of its last event. A slow client skips"
                            + " changes.")
    @APIResponse(
            responseCode = "200",
            description = "A stream of events, each with the first papers of the ranking",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = Ranking.class)))
    @APIResponse(
            responseCode = "400",
            description = "Parameters are wrong; the problem names each of them")
    @APIResponse(responseCode = "429", description = "Too many live clients of this address")
    @APIResponse(responseCode = "503", description = "Not ready yet, or too many live clients")
    public void events(
            @BeanParam RankingParameters parameters,
            @Parameter(
                            description = "how many papers",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "200",
                                            defaultValue = "10"))
                    @QueryParam("limit")
                    @Nullable String limit,
            @Parameter(description = "id of the last event that the client received")
                    @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER)
                    @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context RoutingContext exchange) {
        ParameterReader reader = new ParameterReader();
        RankingKey asked = parameters.key(reader);
        int most = reader.limit(limit, DEFAULT_LIMIT);
        RankingKey key = rankings.asked(reader, asked);
        // Fails before the answer has begun, while a problem can still be sent.
        var _ = snapshots.current(key, most);
        try (LiveClients.Connection connection = answers.admit(key.toString(), exchange)) {
            answers.serve(
                    connection,
                    sink,
                    sse,
                    exchange,
                    answer -> serve(answer, asked, key, most, connection, lastEventId));
        }
    }

    /** Disconnects all clients before the service stops; they reconnect to another replica. */
    void end(@Observes ShutdownDelayInitiatedEvent event) {
        clients.close();
    }

    void end(@Observes ShutdownEvent event) {
        clients.close();
    }

    private void serve(
            LiveAnswer answer,
            RankingKey asked,
            RankingKey key,
            int most,
            LiveClients.Connection connection,
            @Nullable String lastEventId)
            throws InterruptedException, ExecutionException, TimeoutException {
        String sent = lastEventId;
        // With the first ranking of a category its spelling is known: the client comes back to it.
        while (readModel.correctCase(asked).equals(key)) {
            LiveSnapshots.Snapshot snapshot = snapshots.current(key, most);
            if (snapshot.id().equals(sent)) {
                answer.sendHere();
            } else {
                answer.send("ranking", snapshot.id(), snapshot.json());
                sent = snapshot.id();
            }
            if (connection.await(settings.heartbeat()) == LiveClients.WaitResult.CLOSED) {
                return;
            }
        }
    }
}
