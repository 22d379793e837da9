package org.papertide.notify.webhook.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.papertide.notify.account.DeliveryLookups;
import org.papertide.notify.account.DeliveryPage;
import org.papertide.notify.http.JsonResponse;
import org.papertide.notify.http.PageRequest;
import org.papertide.notify.http.RequestInstants;
import org.papertide.platform.guard.Client;
import org.papertide.platform.guard.Clients;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.JsonRequestReader;
import org.papertide.platform.http.JsonRequestReader.Limits;
import org.papertide.platform.http.JsonRequestReader.UnknownFields;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.RequestValidator;

/** What a webhook was sent, and how it is sent again. */
@Path("/api/v1/webhooks")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Tag(name = WebhookAnswers.TAG)
@SecurityRequirement(name = ApiDocument.OPERATOR)
public class WebhookDeliveryResource {

    private final DeliveryLookups deliveries;
    private final EventResends resends;
    private final WebhookAccess access;
    private final WebhookRequestLimit limit;
    private final Clients clients;
    private final Clock clock;
    private final JsonRequestReader<ResendRequest> requests;

    WebhookDeliveryResource(
            DeliveryLookups deliveries,
            EventResends resends,
            WebhookAccess access,
            WebhookRequestLimit limit,
            Clients clients,
            Clock clock,
            RequestValidator validator) {
        this.deliveries = deliveries;
        this.resends = resends;
        this.access = access;
        this.limit = limit;
        this.clients = clients;
        this.clock = clock;
        this.requests =
                new JsonRequestReader<>(
                        ResendRequest.class,
                        validator,
                        UnknownFields.REFUSED,
                        Limits.ONE_REQUEST,
                        RequestInstants.ALL);
    }

    /** What a webhook was sent. */
    @GET
    @Path(OwnerRequest.ID + "/deliveries")
    @Operation(summary = "What a webhook was sent, the newest first, and what became of it")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeliveryPage.class)))
    public Response deliveries(@BeanParam OwnerRequest request, @BeanParam PageRequest page) {
        return access.owned(
                request,
                number ->
                        page.problemOfNumbers()
                                .map(Problem::response)
                                .orElseGet(() ->
                                        JsonResponse.ok(
                                                deliveries.ofWebhook(
                                                        number,
                                                        page.afterOr(Long.MAX_VALUE),
                                                        page.size()))));
    }

    /** Sends events again. */
    @POST
    @Path(OwnerRequest.ID + "/resend")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send events again: one, or those of a time",
            description =
                    "Each has the webhook-id of its first time. None that waits by now is sent twice. At"
                            + " most 1000 wait to be sent again to one webhook; more says whether"
                            + " there are others in the time that was asked for, and next, as after"
                            + " of the next request, where they begin.")
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
    @APIResponse(
            responseCode = "409",
            description =
                    "1000 wait to be sent again to this webhook; Retry-After says when the first of"
                            + " them is tried")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests; Retry-After says when to ask again")
    public Response resend(
            @BeanParam OwnerRequest request, @Context HttpServerRequest http, byte[] body) {
        return access.owned(
                request,
                number ->
                        requests.answer(
                                body,
                                wanted ->
                                        resend(
                                                number,
                                                wanted,
                                                access.isOperator(request.authorization()),
                                                clients.of(http))));
    }

    private Response resend(long webhook, ResendRequest wanted, boolean operator, Client client) {
        Optional<Problem> problem = wanted.problem();
        if (problem.isPresent()) {
            return problem.get().response();
        }
        return limit.tooOften(operator, client)
                .map(tooOften -> WebhookAnswers.answer(tooOften, 429))
                .orElseGet(() ->
                        WebhookAnswers.answer(resends.resend(webhook, wanted), clock.instant()));
    }
}
