package org.papertide.notify.webhook.api;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What every request about one webhook has, as it was sent: {@link WebhookAccess} says whether it
 * is the owner's.
 *
 * @param id the number of the webhook
 * @param authorization the header, with its secret or the operator token
 */
public record OwnerRequest(
        @Parameter(description = "The number of the webhook") @PathParam("id") String id,
        @Parameter(hidden = true) @HeaderParam(HttpHeaders.AUTHORIZATION)
                @Nullable String authorization) {

    /** The path of a webhook. */
    static final String ID = "{id:\\d+}";
}
