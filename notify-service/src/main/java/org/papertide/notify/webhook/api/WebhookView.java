package org.papertide.notify.webhook.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.webhook.Webhook;

/**
 * A webhook as its owner sees it.
 *
 * @param id its number
 * @param secret what signs its requests; only when it is made or rotated
 * @param state PENDING (waits for the challenge), ACTIVE or ENDED
 * @param url what is called
 * @param format how events are written
 * @param events the kinds of events that it gets
 * @param createdAt when it was made
 * @param failingSince since when no call was answered with 2xx
 * @param endedAt when it was ended for its failures, or by a 410
 * @param endReason the last answer, or what happened in its place
 * @param previousSecretUntil until when the secret before signs as well
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Webhook")
public record WebhookView(
        long id,
        @Nullable String secret,
        String state,
        String url,
        String format,
        List<String> events,
        String frequency,
        String timezone,
        int hour,
        List<String> categories,
        List<String> include,
        List<String> exclude,
        List<String> authors,
        @Nullable Double minimumScore,
        int limit,
        List<String> about,
        List<String> notAbout,
        List<String> like,
        String amount,
        Instant createdAt,
        @Nullable Instant failingSince,
        @Nullable Instant endedAt,
        @Nullable String endReason,
        @Nullable Instant previousSecretUntil) {

    static WebhookView of(
            Subscription subscription, Webhook webhook, @Nullable String secret, Instant now) {
        Interest interest = subscription.interest();
        return new WebhookView(
                webhook.id(),
                secret,
                subscription.stateName(),
                webhook.url(),
                webhook.format(),
                webhook.events(),
                subscription.frequencyName(),
                interest.timezone().getId(),
                interest.hour(),
                interest.categories(),
                interest.include(),
                interest.exclude(),
                interest.authors(),
                interest.minimumScore(),
                interest.limit(),
                interest.theme().about(),
                interest.theme().notAbout(),
                interest.theme().like().stream().map(PaperId::value).toList(),
                interest.theme().amount().name(),
                webhook.createdAt(),
                webhook.failingSince(),
                webhook.endedAt(),
                webhook.endReason(),
                webhook.previousUntil(now));
    }

    /** Never the secret, nor the URL. */
    @Override
    public String toString() {
        return "WebhookView[" + id + "]";
    }
}
