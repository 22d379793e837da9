package org.papertide.notify.signup;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.theme.Preview;
import org.papertide.notify.theme.Previews;
import org.papertide.platform.guard.Client;

/** What a request would have let pass of late, before anybody subscribes. */
@Singleton
public final class SubscriptionPreviews {

    private final Previews previews;
    private final SubscriptionSettings settings;
    private final ClientLimit clients;

    public SubscriptionPreviews(
            Previews previews, SubscriptionSettings settings, SiteLinks site, Clock clock) {
        this.previews = previews;
        this.settings = settings;
        this.clients = new ClientLimit(settings.requestsPerClientAndHour(), site.isLocal(), clock);
    }

    /** What came of it. */
    public sealed interface Result {

        /** The preview. */
        record Made(Preview preview) implements Result {}

        /** This client asks too often. */
        record TooMany(SubscribeResult.TooMany limit) implements Result {}
    }

    /**
     * Makes a preview, unless the client asks too often.
     *
     * @param request valid but for its address
     * @param client who asks, to limit how often it may
     */
    public Result preview(SubscriptionRequest request, Client client) {
        Optional<Duration> wait = clients.take(client);
        return wait.<Result>map(pause ->
                        new Result.TooMany(
                                new SubscribeResult.TooMany(
                                        SubscribeResult.Limit.CLIENT,
                                        settings.requestsPerClientAndHour(),
                                        pause)))
                .orElseGet(() -> new Result.Made(previews.ofNew(request.interest())));
    }
}
