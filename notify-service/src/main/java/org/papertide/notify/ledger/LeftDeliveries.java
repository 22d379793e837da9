package org.papertide.notify.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Mails that have left the ledger.
 *
 * @param contentId what they said; absent where nothing was sent
 * @param mails how many
 */
public record LeftDeliveries(@Nullable String contentId, long mails) {}
