package org.papertide.notify.webhook.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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
import org.papertide.notify.http.JsonRequestReader;
import org.papertide.notify.http.JsonRequestReader.UnknownFields;
import org.papertide.notify.http.JsonResponse;
import org.papertide.notify.http.PageRequest;
import org.papertide.notify.http.RequestValidator;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.Problem;

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
    private final JsonRequestReader<ResendRequest> requests;

    WebhookDeliveryResource(
            DeliveryLookups deliveries,
            EventResends resends,
            WebhookAccess access,
            RequestValidator validator) {
        this.deliveries = deliveries;
        this.resends = resends;
        this.access = access;
        this.requests =
                new JsonRequestReader<>(ResendRequest.class, validator, UnknownFields.REFUSED);
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
    public Response resend(@BeanParam OwnerRequest request, byte[] body) {
        return access.owned(
                request, number -> requests.answer(body, wanted -> resend(number, wanted)));
    }

    private Response resend(long webhook, ResendRequest wanted) {
        return wanted.problem()
                .map(Problem::response)
                .orElseGet(() ->
                        Response.accepted(resends.resend(webhook, wanted))
                                .type(MediaType.APPLICATION_JSON)
                                .build());
    }
}
