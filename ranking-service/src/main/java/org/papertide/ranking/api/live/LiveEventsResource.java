package org.papertide.ranking.api.live;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Breakout;
import org.papertide.ranking.api.http.ApiSettings;
import org.papertide.ranking.api.http.CacheableResponse;
import org.papertide.ranking.api.parameter.LivePosition;
import org.papertide.ranking.api.parameter.LiveStream;
import org.papertide.ranking.api.parameter.ParameterReader;
import org.papertide.ranking.api.readmodel.LiveClients;

/**
 * Breakouts and scores as they come, as server-sent events (WHATWG HTML, section 9.2).
 *
 * <p>Each event's id says where its client is in the topics. A client that sends it again, to this
 * replica or another, receives each event that it missed once, and then the new ones. A slow client
 * has one event in flight; one that takes nothing, or falls behind the newest few thousand, is cut
 * off and comes back the same way.
 */
@Path("/api/v1/breakouts/events")
@Singleton
public class LiveEventsResource {

    private static final int PAGE = 100;

    /** How long a client waits for the topics to be read. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LiveTopics topics;
    private final LiveLog log;
    private final ApiSettings settings;
    private final LiveAnswers answers;

    LiveEventsResource(LiveTopics topics, LiveLog log, ApiSettings settings, LiveAnswers answers) {
        this.topics = topics;
        this.log = log;
        this.settings = settings;
        this.answers = answers;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    @Operation(
            summary = "Breakouts and scores as they come",
            description =
                    "Sends an event named breakout or score for each that comes, with at most ten"
                            + " authors. A client that reconnects sends the id of its last event,"
                            + " and receives what it missed, for as long as it is kept: 30 days of"
                            + " breakouts, the newest score of each paper. An event named gone says"
                            + " that some is not kept any more. Without an id it begins now.")
    @APIResponse(
            responseCode = "200",
            description = "A stream of events",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = Breakout.class)))
    @APIResponse(
            responseCode = "400",
            description = "Parameters are wrong; the problem names each of them")
    @APIResponse(responseCode = "429", description = "Too many live clients of this address")
    @APIResponse(responseCode = "503", description = "Not ready yet, or too many live clients")
    public void events(
            @Parameter(
                            description =
                                    "what to follow: breakouts, scores or both; breakouts without"
                                            + " it")
                    @QueryParam("streams")
                    List<String> streams,
            @Parameter(
                            description =
                                    "only papers in one of these categories, such as cs.LG, or of"
                                            + " these archives, such as cs; at most 20, repeated or"
                                            + " with commas between")
                    @QueryParam("category")
                    List<String> categories,
            @Parameter(
                            description = "only papers of this score or more",
                            schema = @Schema(type = SchemaType.NUMBER, minimum = "0"))
                    @QueryParam("minimumScore")
                    @Nullable String minimumScore,
            @Parameter(description = "id of the last event that the client received")
                    @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER)
                    @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse,
            @Context RoutingContext exchange) {
        ParameterReader reader = new ParameterReader();
        LiveFilter filter =
                new LiveFilter(
                        reader.streams(streams),
                        reader.categories(categories),
                        reader.minimumScore(minimumScore));
        Optional<LivePosition> last = reader.lastEvent(lastEventId);
        reader.throwIfAnyIsBad();
        LiveClients.Connection connection = answers.admit(topics.change(), exchange);
        topics.follow();
        try (connection) {
            // Fails before the answer has begun, while a problem can still be sent.
            LiveLog.Mark mark = log.mark(PATIENCE);
            LivePosition position =
                    last.orElse(LivePosition.none()).completed(filter.streams(), mark.position());
            answers.serve(
                    connection,
                    sink,
                    sse,
                    exchange,
                    answer -> serve(answer, filter, position, mark, connection));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            topics.leave();
        }
    }

    private void serve(
            LiveAnswer answer,
            LiveFilter filter,
            LivePosition last,
            LiveLog.Mark mark,
            LiveClients.Connection connection)
            throws InterruptedException, ExecutionException, TimeoutException {
        LivePosition position = last;
        boolean caughtUp = false;
        while (!caughtUp) {
            LiveTopics.Past past = topics.past(position, mark.position(), filter, connection);
            position = past.begin();
            if (!past.gone().isEmpty()) {
                answer.send("gone", position.toString(), gone(past));
            }
            send(answer, past.events(), position, connection);
            position = past.end();
            caughtUp = past.complete();
            if (connection.isClosed()) {
                return;
            }
            // Also where the filter took nothing: the client stays, and comes back from here.
            answer.sendHere(position.toString());
        }
        follow(answer, filter, position, mark.number(), connection);
    }

    private void follow(
            LiveAnswer answer,
            LiveFilter filter,
            LivePosition position,
            long begin,
            LiveClients.Connection connection)
            throws InterruptedException, ExecutionException, TimeoutException {
        long number = begin;
        // No page: it comes back with its last id, and is served from the topics.
        for (LiveLog.Page page = log.read(number, PAGE);
                page != null;
                page = log.read(number, PAGE)) {
            List<LiveEvent> taken = page.events().stream().filter(filter::takes).toList();
            send(answer, taken, position, connection);
            number = page.next();
            LivePosition end = page.end();
            if (end == null) {
                continue;
            }
            position.advanceTo(end);
            // Whatever comes for others, this one gets a sign of life in time.
            if (answer.silence().compareTo(settings.heartbeat()) >= 0) {
                answer.sendHere(position.toString());
            }
            Duration wait = settings.heartbeat().minus(answer.silence());
            if (wait.isPositive() && connection.await(wait) == LiveClients.WaitResult.CLOSED) {
                return;
            }
        }
    }

    /** Sends what the client does not have: another replica may have been ahead of this one. */
    private static void send(
            LiveAnswer answer,
            List<LiveEvent> events,
            LivePosition position,
            LiveClients.Connection connection)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (LiveEvent event : events) {
            if (connection.isClosed()) {
                return;
            }
            if (event.offset() >= position.offset(event.stream(), event.partition())) {
                position.set(event.stream(), event.partition(), event.offset() + 1);
                answer.send(event.stream().eventName(), position.toString(), event.json());
            }
        }
    }

    private static String gone(LiveTopics.Past past) {
        return new String(
                CacheableResponse.toJson(
                        Map.of(
                                "streams",
                                past.gone().stream().map(LiveStream::wireName).sorted().toList())),
                StandardCharsets.UTF_8);
    }
}
