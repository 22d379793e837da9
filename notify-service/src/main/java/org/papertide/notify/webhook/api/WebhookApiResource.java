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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.http.JsonResponse;
import org.papertide.notify.http.PageRequest;
import org.papertide.platform.guard.Client;
import org.papertide.platform.guard.Clients;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.JsonRequestReader;
import org.papertide.platform.http.JsonRequestReader.UnknownFields;
import org.papertide.platform.http.Operators;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.RequestValidator;

/** Webhooks over HTTP: for operators, and for whoever has a webhook's secret. */
@Path("/api/v1/webhooks")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Tag(name = WebhookAnswers.TAG)
@SecurityRequirement(name = ApiDocument.OPERATOR)
public class WebhookApiResource {

    private final WebhookWorkflow webhooks;
    private final WebhookLookups lookups;
    private final WebhookAccess access;
    private final Clients clients;
    private final JsonRequestReader<WebhookRequest> requests;

    WebhookApiResource(
            WebhookWorkflow webhooks,
            WebhookLookups lookups,
            WebhookAccess access,
            Clients clients,
            RequestValidator validator) {
        this.webhooks = webhooks;
        this.lookups = lookups;
        this.access = access;
        this.clients = clients;
        this.requests =
                new JsonRequestReader<>(WebhookRequest.class, validator, UnknownFields.REFUSED);
    }

    /** Makes a webhook. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
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
        boolean operator = access.isOperator(authorization);
        if (!operator && !(webhooks.isOpen() && authorization == null)) {
            return Operators.unauthorized("Bearer", "Making webhooks needs the operator token.");
        }
        return requests.answer(
                body,
                wanted ->
                        WebhookAnswers.answer(
                                webhooks.create(wanted, operator, clients.of(http)), 201));
    }

    /** All webhooks. */
    @GET
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
        if (!access.isOperator(authorization)) {
            return Operators.unauthorized("Bearer", "Listing webhooks needs the operator token.");
        }
        return page.problemOfNumbers()
                .map(Problem::response)
                .orElseGet(() -> JsonResponse.ok(lookups.list(page.afterOr(0), page.size())));
    }

    /** One webhook. */
    @GET
    @Path(OwnerRequest.ID)
    @Operation(summary = "A webhook, for those with its secret or the operator token")
    @APIResponse(
            responseCode = "200",
            description = "The webhook, without its secret",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookView.class)))
    public Response find(@BeanParam OwnerRequest request) {
        return access.owned(
                request, number -> WebhookAnswers.found(lookups.find(number), request.id()));
    }

    /** Changes a webhook. */
    @PATCH
    @Path(OwnerRequest.ID)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Change a webhook",
            description =
                    "What is absent stays as it is. A new target, or the same in another format, is"
                            + " asked to echo a challenge first. Challenges of before are no good"
                            + " any more. Where people have to confirm the target, digests begin again with"
                            + " the first slot after that.")
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
            @BeanParam OwnerRequest request, @Context HttpServerRequest http, byte[] body) {
        return access.owned(
                request,
                number ->
                        requests.answer(
                                body,
                                wanted ->
                                        change(
                                                number,
                                                wanted,
                                                access.isOperator(request.authorization()),
                                                clients.of(http))));
    }

    private Response change(long webhook, WebhookRequest wanted, boolean operator, Client client) {
        if (wanted.email() != null || wanted.preferences() != null) {
            return Problem.field("email", "The owner of a webhook does not change.").response();
        }
        return WebhookAnswers.answer(webhooks.change(webhook, wanted, operator, client), 200);
    }

    /** Deletes a webhook. */
    @DELETE
    @Path(OwnerRequest.ID)
    @Operation(summary = "Delete a webhook; what waits for it is not sent")
    @APIResponse(responseCode = "204", description = "It is gone")
    public Response delete(@BeanParam OwnerRequest request) {
        return access.owned(
                request,
                number ->
                        webhooks.delete(number)
                                ? Response.noContent().build()
                                : WebhookAnswers.found(Optional.empty(), request.id()));
    }
}
