package org.papertide.notify.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A row that this worker holds.
 *
 * @param id of the row
 * @param attempt the number of this claim, from 1; fences off whoever held the row before
 * @param editionId its edition
 * @param subscriptionId whose
 * @param contentId what it says
 * @param lastReply of the attempt before
 */
public record Claim(
        long id,
        int attempt,
        long editionId,
        long subscriptionId,
        String contentId,
        @Nullable String lastReply) {

    @Override
    public String toString() {
        return "Claim[" + id + "/" + attempt + "]";
    }
}
