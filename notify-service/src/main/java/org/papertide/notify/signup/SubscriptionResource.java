package org.papertide.notify.signup;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
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
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.papertide.platform.guard.Clients;
import org.papertide.platform.http.JsonRequestReader;
import org.papertide.platform.http.JsonRequestReader.UnknownFields;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.RequestValidator;

/** Subscriptions over HTTP. */
@Path("/api/v1/subscriptions")
@RunOnVirtualThread
public class SubscriptionResource {

    private final SubscriptionWorkflow subscriptions;
    private final SubscriptionPreviews previews;
    private final JsonRequestReader<SubscriptionRequest> requests;
    private final JsonRequestReader<SubscriptionRequest> unaddressed;
    private final Clients clients;
    private final SubscriptionSettings settings;

    SubscriptionResource(
            SubscriptionWorkflow subscriptions,
            SubscriptionPreviews previews,
            RequestValidator validator,
            Clients clients,
            SubscriptionSettings settings) {
        this.subscriptions = subscriptions;
        this.previews = previews;
        this.unaddressed =
                new JsonRequestReader<>(
                        SubscriptionRequest.class, validator, UnknownFields.IGNORED);
        this.clients = clients;
        this.settings = settings;
        this.requests =
                new JsonRequestReader<>(
                        SubscriptionRequest.class, validator, UnknownFields.IGNORED, SignUp.class);
    }

    /** Asks for a subscription; every valid request gets the same answer. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "Ask for a subscription",
            description =
                    "Nothing changes until the link in the mail that follows is opened. Every valid"
                            + " request gets the same answer, whatever the address.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SubscriptionRequest.class),
                            examples =
                                    @ExampleObject(
                                            name = "daily",
                                            value =
                                                    """
                                                    {"email": "ada@example.org", "frequency": "DAILY",
                                                     "timezone": "Europe/London", "hour": 8,
                                                     "categories": ["cs.LG"], "include": ["diffusion"]}\
                                                    """)))
    @APIResponse(
            responseCode = "202",
            description = "A mail with a link follows, if the address may be mailed",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            example =
                                    """
                                    {"status": "accepted",
                                     "detail": "confirm by the link in the mail that follows"}\
                                    """))
    @APIResponse(
            responseCode = "400",
            description = "Not a JSON object, or fields that are wrong; errors names all")
    @APIResponse(responseCode = "413", description = "The body has more than 16 kB")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests; Retry-After says when to ask again")
    @APIResponse(responseCode = "503", description = "The database is away; ask again later")
    public Response subscribe(byte[] body, @Context HttpServerRequest request) {
        return requests.answer(body, wanted -> answer(wanted, request));
    }

    /** What a subscription would have let pass; nobody is subscribed, and nothing is kept. */
    @POST
    @Path("preview")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Operation(
            summary = "What a subscription would have let pass",
            description =
                    "Of the papers that were listed in the last 7 days, the highest 5,000: where there"
                            + " were more, atLeast is true, and more may have passed. The address"
                            + " is not needed, and nothing is kept.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SubscriptionRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "How many papers, and the highest of them; or what is waited for",
            content = @Content(schema = @Schema(implementation = PreviewAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "Not a JSON object, or fields that are wrong; errors names all")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests; Retry-After says when to ask again")
    @APIResponse(responseCode = "503", description = "The database is away; ask again later")
    public Response preview(byte[] body, @Context HttpServerRequest request) {
        return unaddressed.answer(
                body,
                wanted ->
                        switch (previews.preview(wanted, clients.of(request))) {
                            case SubscriptionPreviews.Result.Made(var preview) ->
                                    Response.ok(PreviewAnswer.of(preview)).build();
                            case SubscriptionPreviews.Result.TooMany(var tooMany) ->
                                    tooMany(tooMany);
                        });
    }

    private static Response tooMany(SubscribeResult.TooMany tooMany) {
        return Response.fromResponse(Problem.of(429, tooMany.inWords()).response())
                .header("Retry-After", tooMany.retryAfterSeconds())
                .build();
    }

    private Response answer(SubscriptionRequest wanted, HttpServerRequest request) {
        return switch (subscriptions.subscribe(wanted, clients.of(request))) {
            case SubscribeResult.Accepted() ->
                    Response.accepted(
                                    Map.of(
                                            "status",
                                            "accepted",
                                            "detail",
                                            "confirm by the link in the mail that follows; one address"
                                                    + " gets at most %d such mails in a day"
                                                            .formatted(
                                                                    settings
                                                                            .optInMailsPerAddressAndDay())))
                            .type(MediaType.APPLICATION_JSON)
                            .build();
            case SubscribeResult.TooMany tooMany -> tooMany(tooMany);
        };
    }
}
