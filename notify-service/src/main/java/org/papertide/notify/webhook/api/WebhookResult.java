package org.papertide.notify.webhook.api;

import java.time.Duration;

/** What became of a request about a webhook. */
sealed interface WebhookResult {

    /** It is served. */
    record Active(WebhookView webhook) implements WebhookResult {}

    /** The challenge was sent where people read it; they have to send it back. */
    record Pending(WebhookView webhook) implements WebhookResult {}

    /** A field is wrong. */
    record Wrong(String field, String reason) implements WebhookResult {}

    /** The owner has as many as may be. */
    record Full(int most) implements WebhookResult {}

    /** The client asks too often. */
    record TooOften(int most, Duration pause) implements WebhookResult {}

    /** There is none of this number any more. */
    record Gone() implements WebhookResult {}
}
