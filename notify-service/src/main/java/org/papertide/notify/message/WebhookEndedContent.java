package org.papertide.notify.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The content of the mail that says that a webhook is not called any more.
 *
 * @param webhook its number
 * @param receiver scheme, host and port; the rest of a URL may be a secret
 * @param reason the last answer, or what happened in its place
 * @param since since when it took no event; absent if it did, until it wanted no more
 */
public record WebhookEndedContent(
        long webhook, String receiver, String reason, @Nullable Instant since) {}
