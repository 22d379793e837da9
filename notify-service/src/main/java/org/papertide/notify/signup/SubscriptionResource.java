package org.papertide.notify.signup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.papertide.events.EventJson;
import org.papertide.notify.running.FieldProblem;
import org.papertide.notify.running.Problem;

/** Subscriptions over HTTP. */
@Path("/api/v1/subscriptions")
@RunOnVirtualThread
public class SubscriptionResource {

    private final SubscriptionDesk desk;

    SubscriptionResource(SubscriptionDesk desk) {
        this.desk = desk;
    }

    /** Asks for a subscription; every well-formed request gets the same answer. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "Asks for a subscription; nothing changes until it is confirmed by mail")
    @RequestBody(content = @Content(schema = @Schema(implementation = SubscriptionRequest.class)))
    public Response subscribe(String body, @Context HttpServerRequest request) {
        JsonNode json;
        try {
            json = EventJson.mapper().readTree(body);
        } catch (JsonProcessingException _) {
            return Problem.of(400, "Not JSON", "the body is no JSON document").response();
        }
        return switch (RequestJson.read(json)) {
            case RequestJson.Read.Badly(List<FieldProblem> problems) -> malformed(problems);
            case RequestJson.Read.Well(SubscriptionRequest wanted) -> answer(wanted, request);
        };
    }

    private Response answer(SubscriptionRequest wanted, HttpServerRequest request) {
        return switch (desk.subscribe(wanted, client(request))) {
            case SubscribeResult.Accepted() ->
                    Response.accepted(
                                    Map.of(
                                            "status",
                                            "accepted",
                                            "detail",
                                            "confirm by the link in the mail that follows"))
                            .type(MediaType.APPLICATION_JSON)
                            .build();
            case SubscribeResult.Malformed(List<FieldProblem> problems) -> malformed(problems);
            case SubscribeResult.TooMany(var retryAfter) ->
                    Response.fromResponse(
                                    Problem.of(429, "Too many requests", "try again later")
                                            .response())
                            .header("Retry-After", Math.max(1, retryAfter.toSeconds()))
                            .build();
        };
    }

    private static Response malformed(List<FieldProblem> problems) {
        return new Problem(
                        "about:blank",
                        "The request is malformed",
                        400,
                        "see errors for each bad field",
                        problems)
                .response();
    }

    private static String client(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        String host = address == null ? null : address.hostAddress();
        return host == null ? "" : host;
    }
}
