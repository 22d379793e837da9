package org.papertide.notify.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A mail or an event of a subscriber, for their own eyes.
 *
 * @param editionId its edition
 * @param state its state as stored
 * @param reason why, such as the server's reply
 * @param contentId what it says; absent where nothing was sent, and for events
 * @param receiver what a webhook called; absent for mail
 */
public record ExportedMail(
        long editionId,
        String state,
        @Nullable String reason,
        @Nullable String contentId,
        @Nullable String receiver) {}
