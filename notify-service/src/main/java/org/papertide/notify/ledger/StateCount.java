package org.papertide.notify.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Rows of an edition that are alike.
 *
 * @param stateName the state as stored
 * @param reason why they are excluded; absent in other states
 * @param again whether the mails, whose fate nobody knows, are sent again
 * @param rows how many
 */
public record StateCount(String stateName, @Nullable String reason, boolean again, long rows) {

    /** Their state. */
    public DeliveryState state() {
        return DeliveryState.read(stateName);
    }
}
