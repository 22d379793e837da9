package org.papertide.notify.message;

/**
 * Renders mails. Thread-safe; the same content always gives the same message.
 *
 * <p>Which links a message holds: opt-in CONFIRM only; of the end of a webhook WEB; welcome and new
 * link PREFERENCES and UNSUBSCRIBE; digest and alert UNSUBSCRIBE, PREFERENCES and WEB.
 */
public interface MessageComposer {

    /** The mail that asks for confirmation. */
    RenderedMessage optIn(OptInContent content);

    /** The mail after confirmation. */
    RenderedMessage welcome(WelcomeContent content);

    /** The mail with a new link to the preferences. */
    RenderedMessage newLink(NewLinkContent content);

    /** A daily or weekly digest. */
    DigestMessage digest(DigestContent content);

    /** The mail to the owner of a webhook that is not called any more. */
    RenderedMessage webhookEnded(WebhookEndedContent content);

    /** An instant alert. */
    RenderedMessage alert(AlertContent content);
}
