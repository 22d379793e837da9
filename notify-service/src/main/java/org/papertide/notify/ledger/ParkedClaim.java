package org.papertide.notify.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A row that this worker holds, and that was parked before.
 *
 * @param id see {@link Claim}, as for all others
 * @param parkedFor the receiving group that it waited for
 */
public record ParkedClaim(
        long id,
        int attempt,
        long editionId,
        long subscriptionId,
        String contentId,
        @Nullable String lastReply,
        String parkedFor) {

    /** The row alone. */
    public Claim claim() {
        return new Claim(id, attempt, editionId, subscriptionId, contentId, lastReply);
    }

    @Override
    public String toString() {
        return claim().toString();
    }
}
