package org.papertide.notify.signup;

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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.papertide.notify.http.JsonRequestReader;
import org.papertide.notify.http.JsonRequestReader.Read;
import org.papertide.notify.http.JsonRequestReader.UnknownFields;
import org.papertide.notify.http.RequestValidator;
import org.papertide.platform.http.Problem;

/** Subscriptions over HTTP. */
@Path("/api/v1/subscriptions")
@RunOnVirtualThread
public class SubscriptionResource {

    private final SubscriptionWorkflow subscriptions;
    private final JsonRequestReader<SubscriptionRequest> requests;

    SubscriptionResource(SubscriptionWorkflow subscriptions, RequestValidator validator) {
        this.subscriptions = subscriptions;
        this.requests =
                new JsonRequestReader<>(
                        SubscriptionRequest.class, validator, UnknownFields.IGNORED, SignUp.class);
    }

    /** Asks for a subscription; every valid request gets the same answer. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(summary = "Asks for a subscription; nothing changes until it is confirmed by mail")
    @RequestBody(content = @Content(schema = @Schema(implementation = SubscriptionRequest.class)))
    public Response subscribe(byte[] body, @Context HttpServerRequest request) {
        return switch (requests.read(body)) {
            case Read.Valid<SubscriptionRequest>(var wanted) -> answer(wanted, request);
            case Read.Invalid<SubscriptionRequest>(Problem problem) -> problem.response();
        };
    }

    private Response answer(SubscriptionRequest wanted, HttpServerRequest request) {
        return switch (subscriptions.subscribe(wanted, client(request))) {
            case SubscribeResult.Accepted() ->
                    Response.accepted(
                                    Map.of(
                                            "status",
                                            "accepted",
                                            "detail",
                                            "confirm by the link in the mail that follows"))
                            .type(MediaType.APPLICATION_JSON)
                            .build();
            case SubscribeResult.TooMany(var retryAfter) ->
                    Response.fromResponse(Problem.of(429, "Please try again later.").response())
                            .header("Retry-After", Math.max(1, retryAfter.toSeconds()))
                            .build();
        };
    }

    private static String client(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        String host = address == null ? null : address.hostAddress();
        return host == null ? "" : host;
    }
}
