package org.papertide.notify.returned.webhook;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.papertide.platform.http.Problem;

/** Where mail providers report returned mail; each signs, or knows a password. */
@Path("/api/v1/webhooks")
@RunOnVirtualThread
public class ProviderWebhookResource {

    /** What the paths begin with; a provider reports many mails at once. */
    public static final String PATH = "/api/v1/webhooks/";

    /** Largest body, in bytes. */
    public static final int MAX_BYTES = WebhookJson.MAX_BYTES;

    private final ProviderWebhooks webhooks;

    ProviderWebhookResource(ProviderWebhooks webhooks) {
        this.webhooks = webhooks;
    }

    /** Takes a request; answers 204 when its outcome is committed. */
    @POST
    @Path("{provider:[a-z][a-z0-9-]*}")
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public Response post(
            @PathParam("provider") String provider, @Context HttpHeaders headers, byte[] body) {
        ProviderWebhook.Request request =
                new ProviderWebhook.Request(
                        name -> Optional.ofNullable(headers.getHeaderString(name)), body);
        return switch (webhooks.take(provider, request)) {
            case TAKEN -> Response.noContent().build();
            case OFF -> Problem.of(404, "There is no such webhook here.").response();
            case REFUSED ->
                    Problem.of(403, "The request is not signed by the provider.").response();
            // Amazon SNS comes again after 5xx only.
            case UNDECIDED ->
                    Problem.of(503, "The request cannot be checked now: send it again.").response();
            case UNREADABLE -> Problem.of(400, "The request cannot be read.").response();
        };
    }
}
