package org.papertide.notify.webhook.api;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.papertide.platform.guard.Clients;
import org.papertide.platform.http.ApiDocument;
import org.papertide.platform.http.JsonRequestReader;
import org.papertide.platform.http.JsonRequestReader.UnknownFields;
import org.papertide.platform.http.Problem;
import org.papertide.platform.http.RequestValidator;

/** What is done with one webhook beside changing it: its challenge, its beginning, its secret. */
@Path("/api/v1/webhooks")
@RunOnVirtualThread
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
@Tag(name = WebhookAnswers.TAG)
@SecurityRequirement(name = ApiDocument.OPERATOR)
public class WebhookStepResource {

    private final WebhookWorkflow webhooks;
    private final WebhookAccess access;
    private final Clients clients;
    private final JsonRequestReader<ChallengeEcho> echoes;

    WebhookStepResource(
            WebhookWorkflow webhooks,
            WebhookAccess access,
            Clients clients,
            RequestValidator validator) {
        this.webhooks = webhooks;
        this.access = access;
        this.clients = clients;
        this.echoes =
                new JsonRequestReader<>(ChallengeEcho.class, validator, UnknownFields.REFUSED);
    }

    /** Takes the challenge that people read at the target. */
    @POST
    @Path(OwnerRequest.ID + "/confirm")
    @Consumes(MediaType.APPLICATION_JSON)
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
    public Response confirm(@BeanParam OwnerRequest request, byte[] body) {
        return access.owned(
                request,
                number ->
                        echoes.answer(
                                body,
                                echo ->
                                        WebhookAnswers.answer(
                                                webhooks.confirm(
                                                        number, String.valueOf(echo.challenge())),
                                                200)));
    }

    /** Begins a webhook again. */
    @POST
    @Path(OwnerRequest.ID + "/begin")
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
    public Response begin(@BeanParam OwnerRequest request, @Context HttpServerRequest http) {
        return access.owned(
                request,
                number ->
                        WebhookAnswers.answer(
                                webhooks.begin(
                                        number,
                                        access.isOperator(request.authorization()),
                                        clients.of(http)),
                                200));
    }

    /** Gives a webhook another secret. */
    @POST
    @Path(OwnerRequest.ID + "/rotate")
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
    public Response rotate(@BeanParam OwnerRequest request) {
        return access.owned(
                request, number -> WebhookAnswers.found(webhooks.rotate(number), request.id()));
    }
}
