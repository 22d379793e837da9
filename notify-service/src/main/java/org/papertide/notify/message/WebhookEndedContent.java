package org.papertide.notify.message;

import java.time.Instant;

/**
 * The content of the mail that says that a webhook is not called any more.
 *
 * @param webhook its number
 * @param receiver scheme, host and port; the rest of a URL may be a secret
 * @param reason the last answer, or what happened in its place
 * @param since since when no call was answered
 */
public record WebhookEndedContent(long webhook, String receiver, String reason, Instant since) {}
