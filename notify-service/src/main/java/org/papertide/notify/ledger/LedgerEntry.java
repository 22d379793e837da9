package org.papertide.notify.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger as operators see it.
 *
 * @param id the row
 * @param editionId its edition
 * @param subscriptionId whose
 * @param state its state as stored
 * @param reason why it is excluded, or the last reply
 * @param attempts how often it was tried
 * @param nextAttemptAt when it is tried next; absent if never
 * @param parkedFor the receiving group that it waits for
 * @param queueId the server's name for it
 * @param settledAt when its last attempt ended
 * @param relay the server that had its last attempt, by its name in the settings
 */
public record LedgerEntry(
        long id,
        long editionId,
        long subscriptionId,
        String state,
        @Nullable String reason,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable String parkedFor,
        @Nullable String queueId,
        @Nullable Instant settledAt,
        @Nullable String relay) {

    @Override
    public String toString() {
        return "LedgerEntry[" + id + "]";
    }
}
