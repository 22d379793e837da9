package org.papertide.notify.webhook.api;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.signup.ClientLimit;
import org.papertide.notify.signup.SubscriptionSettings;
import org.papertide.platform.guard.Client;

/**
 * Each request that has a target called counts, whatever is asked for: a challenge, or events
 * again.
 */
@Singleton
final class WebhookRequestLimit {

    private final ClientLimit clients;
    private final int requestsPerHour;

    WebhookRequestLimit(SubscriptionSettings subscriptions, SiteLinks site, Clock clock) {
        this.requestsPerHour = subscriptions.requestsPerClientAndHour();
        this.clients = new ClientLimit(requestsPerHour, site.isLocal(), clock);
    }

    /** Counts a request; operators may send as many as they like. */
    Optional<WebhookResult> tooOften(boolean operator, Client client) {
        return operator
                ? Optional.empty()
                : clients.take(client)
                        .map(wait -> new WebhookResult.TooOften(requestsPerHour, wait));
    }
}
