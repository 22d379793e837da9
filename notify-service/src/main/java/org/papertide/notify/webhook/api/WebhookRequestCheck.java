package org.papertide.notify.webhook.api;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.webhook.Target;
import org.papertide.notify.webhook.WebhookFormats;
import org.papertide.notify.webhook.WebhookSettings;

/**
 * Checks what the constraints of a request cannot: whether its target may be called, in this
 * format, with so many papers and with these events.
 */
@Singleton
final class WebhookRequestCheck {

    private final WebhookFormats formats;
    private final WebhookSettings settings;

    WebhookRequestCheck(WebhookFormats formats, WebhookSettings settings) {
        this.formats = formats;
        this.settings = settings;
    }

    /** What a request comes to. */
    sealed interface Checked {

        /** It can be done. */
        record Fit(WantedWebhook wanted) implements Checked {}

        /** A field is wrong. */
        record Unfit(WebhookResult.Wrong problem) implements Checked {}
    }

    /** A request for a new webhook, valid by its constraints. */
    Checked check(WebhookRequest request) {
        return check(request.url(), request.formatOrDefault(), request, request.interest());
    }

    /**
     * A request for a change: what is absent stays as it was.
     *
     * @param interest with the change
     */
    Checked check(WebhookRequest request, WebhookView before, Interest interest) {
        return check(
                request.url() == null ? before.url() : request.url(),
                request.format() == null ? before.format() : request.formatOrDefault(),
                request,
                interest);
    }

    /** What is wrong with a URL that was fit when it was taken: settings change. */
    Optional<WebhookResult> problemOf(String url) {
        return Target.parse(url, settings.plainHttp())
                        instanceof Target.Parsed.Invalid(String reason)
                ? Optional.of(new WebhookResult.Wrong("url", reason))
                : Optional.empty();
    }

    private Checked check(
            @Nullable String url, String format, WebhookRequest request, Interest interest) {
        return switch (Target.parse(url, settings.plainHttp())) {
            case Target.Parsed.Invalid(String reason) -> unfit("url", reason);
            case Target.Parsed.Valid(Target target) ->
                    formats.problem(format, target.uri())
                            .map(reason -> unfit("format", reason))
                            .or(() ->
                                    formats.problemOfLimit(format, interest.limit())
                                            .map(reason -> unfit("limit", reason)))
                            .or(() ->
                                    request.problemOfEvents(interest.frequency())
                                            .map(reason -> unfit("events", reason)))
                            .orElseGet(() ->
                                    new Checked.Fit(
                                            new WantedWebhook(
                                                    target,
                                                    format,
                                                    List.of(
                                                            WebhookRequest.eventOf(
                                                                    interest.frequency())),
                                                    interest)));
        };
    }

    private static Checked unfit(String field, String reason) {
        return new Checked.Unfit(new WebhookResult.Wrong(field, reason));
    }
}
