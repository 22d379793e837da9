package org.papertide.notify.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail of a closed edition: nothing happens to it any more.
 *
 * @param id the row
 * @param subscriptionId whose
 * @param state its last
 * @param reason why it is excluded, or the last reply
 * @param attempts how often it was tried
 * @param settledAt when its state was written; absent where a worker died
 */
public record SettledDelivery(
        long id,
        long subscriptionId,
        String state,
        @Nullable String reason,
        int attempts,
        @Nullable Instant settledAt) {

    @Override
    public String toString() {
        return "SettledDelivery[" + id + "]";
    }
}
