package org.papertide.notify.webhook.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.LongFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.account.DeliveryLookups;
import org.papertide.notify.account.DeliveryPage;
import org.papertide.notify.http.JsonRequestReader;
import org.papertide.notify.http.JsonRequestReader.Read;
import org.papertide.notify.http.JsonRequestReader.UnknownFields;
import org.papertide.notify.http.JsonResponse;
import org.papertide.notify.http.PageRequest;
import org.papertide.notify.http.RequestValidator;
import org.papertide.notify.http.RowNumber;
import org.papertide.platform.guard.Clients;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.BearerToken;
import org.papertide.platform.http.Operators;
import org.papertide.platform.http.Problem;

/** Webhooks over HTTP: for operators, and for whoever has a webhook's secret. */
@Path("/api/v1/webhooks")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class WebhookApiResource {

    private static final String ID = "{id:\\d+}";
    private static final String NUMBER = "The number of the webhook";

    private final WebhookWorkflow webhooks;
    private final DeliveryLookups lookups;
    private final Operators operators;
    private final Clients clients;
    private final JsonRequestReader<WebhookRequest> requests;
    private final JsonRequestReader<ChallengeEcho> echoes;
    private final JsonRequestReader<ResendRequest> resends;

    WebhookApiResource(
            WebhookWorkflow webhooks,
            DeliveryLookups lookups,
            Operators operators,
            Clients clients,
            RequestValidator validator) {
        this.webhooks = webhooks;
        this.lookups = lookups;
        this.operators = operators;
        this.clients = clients;
        this.requests =
                new JsonRequestReader<>(WebhookRequest.class, validator, UnknownFields.REFUSED);
        this.echoes =
                new JsonRequestReader<>(ChallengeEcho.class, validator, UnknownFields.REFUSED);
        this.resends =
                new JsonRequestReader<>(ResendRequest.class, validator, UnknownFields.REFUSED);
    }

    /** Makes a webhook. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Operation(
            summary = "Make a webhook",
            description =
                    "The target gets a POST with {\"challenge\": \"…\"} and has to answer 200 with the"
                            + " same value in challenge. Needs the operator token, unless"
                            + " papertide.webhooks.open is set. Where people read what is sent (slack,"
                            + " discord, teams, ntfy), the challenge comes as a message, and is sent"
                            + " back to /confirm.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookRequest.class),
                            examples =
                                    @ExampleObject(
                                            name = "breakouts",
                                            value =
                                                    """
                                                    {"url": "https://example.org/papers", "frequency": "INSTANT",
                                                     "format": "papertide", "categories": ["cs.LG"]}\
                                                    """)))
    @APIResponse(
            responseCode = "201",
            description = "It is served from now on; keep its secret, it is not shown again",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(
            responseCode = "202",
            description = "The challenge was sent as a message, and is to be sent back to /confirm",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(
            responseCode = "400",
            description = "Fields that are wrong, or a target that did not echo the challenge")
    @APIResponse(responseCode = "401", description = "Only operators make webhooks here")
    @APIResponse(responseCode = "409", description = "The owner has as many as may be")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests; Retry-After says when to ask again")
    public Response create(
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    @Nullable String authorization,
            @Context HttpServerRequest http,
            byte[] body) {
        boolean operator = isOperator(authorization);
        if (!operator && !(webhooks.isOpen() && authorization == null)) {
            return Operators.unauthorized("Bearer", "Making webhooks needs the operator token.");
        }
        return switch (requests.read(body)) {
            case Read.Invalid<WebhookRequest>(Problem problem) -> problem.response();
            case Read.Valid<WebhookRequest>(WebhookRequest request) ->
                    answer(webhooks.create(request, operator, clients.of(http)), 201);
        };
    }

    /** All webhooks. */
    @GET
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Operation(summary = "All webhooks, page by page; for operators")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookPage.class)))
    public Response list(
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    @Nullable String authorization,
            @BeanParam PageRequest page) {
        if (!isOperator(authorization)) {
            return Operators.unauthorized("Bearer", "Listing webhooks needs the operator token.");
        }
        return page.problemOfNumbers()
                .map(Problem::response)
                .orElseGet(() -> JsonResponse.ok(webhooks.list(page.afterOr(0), page.size())));
    }

    /** One webhook. */
    @GET
    @Path(ID)
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Operation(summary = "A webhook, for whoever has its secret or the operator token")
    @APIResponse(
            responseCode = "200",
            description = "The webhook, without its secret",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookView.class)))
    public Response find(
            @Parameter(description = NUMBER) @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    @Nullable String authorization) {
        return owned(id, authorization, number -> found(webhooks.find(number, null), id));
    }

    /** Changes a webhook. */
    @PATCH
    @Path(ID)
    @Consumes(MediaType.APPLICATION_JSON)
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Operation(
            summary = "Change a webhook",
            description =
                    "What is absent stays as it is. A new target, or the same in another format, is"
                            + " asked to echo a challenge first. Challenges of before are no good"
                            + " any more.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookRequest.class)))
    @APIResponse(
            responseCode = "200",
            description = "As it is now",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(
            responseCode = "429",
            description = "Too many requests; Retry-After says when to ask again")
    public Response change(
            @Parameter(description = NUMBER) @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    @Nullable String authorization,
            @Context HttpServerRequest http,
            byte[] body) {
        return owned(
                id,
                authorization,
                number ->
                        switch (requests.read(body)) {
                            case Read.Invalid<WebhookRequest>(Problem problem) ->
                                    problem.response();
                            case Read.Valid<WebhookRequest>(WebhookRequest request) ->
                                    request.email() != null || request.preferences() != null
                                            ? Problem.field(
                                                            "email",
                                                            "The owner of a webhook does not"
                                                                    + " change.")
                                                    .response()
                                            : answer(
                                                    webhooks.change(
                                                            number,
                                                            request,
                                                            isOperator(authorization),
                                                            clients.of(http)),
                                                    200);
                        });
    }

    /** Deletes a webhook. */
    @DELETE
    @Path(ID)
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Operation(summary = "Delete a webhook; what waits for it is not sent")
    @APIResponse(responseCode = "204", description = "It is gone")
    public Response delete(
            @Parameter(description = NUMBER) @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    @Nullable String authorization) {
        return owned(
                id,
                authorization,
                number ->
                        webhooks.delete(number)
                                ? Response.noContent().build()
                                : found(Optional.empty(), id));
    }

    /** Takes the challenge that people read at the target. */
    @POST
    @Path(ID + "/confirm")
    @Consumes(MediaType.APPLICATION_JSON)
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Operation(summary = "Send back the challenge that the target was sent as a message")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ChallengeEcho.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is served from now on",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookView.class)))
    public Response confirm(
            @Parameter(description = NUMBER) @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    @Nullable String authorization,
            byte[] body) {
        return owned(
                id,
                authorization,
                number ->
                        switch (echoes.read(body)) {
                            case Read.Invalid<ChallengeEcho>(Problem problem) -> problem.response();
                            case Read.Valid<ChallengeEcho>(ChallengeEcho echo) ->
                                    answer(
                                            webhooks.confirm(
                                                    number, String.valueOf(echo.challenge())),
                                            200);
                        });
    }

    /** Begins a webhook again. */
    @POST
    @Path(ID + "/begin")
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Operation(summary = "Begin a webhook again that was ended; its target is asked again")
    @APIResponse(
            responseCode = "200",
            description = "It is served from now on",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(
            responseCode = "429",
            description = "Too many requests; Retry-After says when to ask again")
    public Response begin(
            @Parameter(description = NUMBER) @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    @Nullable String authorization,
            @Context HttpServerRequest http) {
        return owned(
                id,
                authorization,
                number ->
                        answer(
                                webhooks.begin(number, isOperator(authorization), clients.of(http)),
                                200));
    }

    /** Gives a webhook another secret. */
    @POST
    @Path(ID + "/rotate")
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Operation(
            summary = "Give a webhook another secret",
            description =
                    "Requests are signed with both until previousSecretUntil; both open this webhook"
                            + " until then.")
    @APIResponse(
            responseCode = "200",
            description = "With the new secret, which is not shown again",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookView.class)))
    public Response rotate(
            @Parameter(description = NUMBER) @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    @Nullable String authorization) {
        return owned(id, authorization, number -> found(webhooks.rotate(number), id));
    }

    /** What a webhook was sent. */
    @GET
    @Path(ID + "/deliveries")
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Operation(summary = "What a webhook was sent, the newest first, and what became of it")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeliveryPage.class)))
    public Response deliveries(
            @Parameter(description = NUMBER) @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    @Nullable String authorization,
            @BeanParam PageRequest page) {
        return owned(
                id,
                authorization,
                number ->
                        page.problemOfNumbers()
                                .map(Problem::response)
                                .orElseGet(() ->
                                        JsonResponse.ok(
                                                lookups.ofWebhook(
                                                        number,
                                                        page.afterOr(Long.MAX_VALUE),
                                                        page.size()))));
    }

    /** Sends events again. */
    @POST
    @Path(ID + "/resend")
    @Consumes(MediaType.APPLICATION_JSON)
    @SecurityRequirement(name = ApiDocument.OPERATOR)
    @Operation(
            summary = "Send events again: one, or those of a time",
            description =
                    "Each has the webhook-id of its first time. At most 1000 at once; more says whether"
                            + " there are others.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ResendRequest.class),
                            examples = {
                                @ExampleObject(name = "one", value = "{\"delivery\": 42}"),
                                @ExampleObject(
                                        name = "range",
                                        value =
                                                "{\"from\": \"2026-05-04T08:00:00Z\", \"state\": \"EXPIRED\"}")
                            }))
    @APIResponse(
            responseCode = "202",
            description = "They are planned",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ResendAnswer.class)))
    public Response resend(
            @Parameter(description = NUMBER) @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                    @Nullable String authorization,
            byte[] body) {
        return owned(
                id,
                authorization,
                number ->
                        switch (resends.read(body)) {
                            case Read.Invalid<ResendRequest>(Problem problem) -> problem.response();
                            case Read.Valid<ResendRequest>(ResendRequest request) ->
                                    request.problem()
                                            .map(Problem::response)
                                            .orElseGet(() ->
                                                    Response.accepted(
                                                                    webhooks.resend(
                                                                            number, request))
                                                            .type(MediaType.APPLICATION_JSON)
                                                            .build());
                        });
    }

    private boolean isOperator(@Nullable String authorization) {
        return BearerToken.sent(authorization).filter(operators::isOperator).isPresent();
    }

    /** Who has neither the operator token nor the secret does not learn what there is. */
    private Response owned(
            String id, @Nullable String authorization, LongFunction<Response> answer) {
        Optional<Long> number = RowNumber.parse(id);
        Optional<String> sent = BearerToken.sent(authorization);
        boolean allowed =
                sent.filter(operators::isOperator).isPresent()
                        || (number.isPresent()
                                && sent.filter(text -> webhooks.isSecret(number.get(), text))
                                        .isPresent());
        if (!allowed) {
            return Operators.unauthorized(
                    "Bearer", "This path needs the secret of the webhook, or the operator token.");
        }
        return number.map(answer::apply).orElseGet(() -> found(Optional.empty(), id));
    }

    private static Response found(Optional<WebhookView> webhook, String id) {
        return JsonResponse.okOrNotFound(webhook, "There is no webhook " + id + ".");
    }

    private static Response answer(Outcome outcome, int status) {
        return switch (outcome) {
            case Outcome.Active(WebhookView webhook) ->
                    Response.status(status)
                            .entity(webhook)
                            .type(MediaType.APPLICATION_JSON)
                            .build();
            case Outcome.Pending(WebhookView webhook) ->
                    Response.accepted(webhook).type(MediaType.APPLICATION_JSON).build();
            case Outcome.Wrong(String field, String reason) ->
                    Problem.field(field, reason).response();
            case Outcome.Full(int most) ->
                    Problem.of(409, "One owner may have %d webhooks.".formatted(most)).response();
            case Outcome.TooOften(int most, var pause) ->
                    Response.fromResponse(
                                    Problem.of(
                                                    429,
                                                    "One client may send %d requests in an hour."
                                                            .formatted(most))
                                            .response())
                            .header("Retry-After", Math.max(1, pause.toSeconds()))
                            .build();
            case Outcome.Gone() -> Problem.of(404, "There is no such webhook.").response();
        };
    }
}
