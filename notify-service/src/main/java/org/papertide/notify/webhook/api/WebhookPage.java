package org.papertide.notify.webhook.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Some webhooks.
 *
 * @param webhooks in the order of their numbers
 * @param next where the next page begins; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "WebhookPage")
public record WebhookPage(List<WebhookView> webhooks, @Nullable String next) {

    public WebhookPage {
        webhooks = List.copyOf(webhooks);
    }
}
