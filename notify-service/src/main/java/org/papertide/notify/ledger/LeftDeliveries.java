package org.papertide.notify.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Mails that have left the ledger, those that were alike together.
 *
 * @param contentId what they said; absent where nothing was sent
 * @param stateName what had become of them, as stored
 * @param reason why they were excluded
 * @param mails how many
 */
public record LeftDeliveries(
        @Nullable String contentId, String stateName, @Nullable String reason, long mails) {

    /** What had become of them. */
    public DeliveryState state() {
        return DeliveryState.read(stateName);
    }
}
