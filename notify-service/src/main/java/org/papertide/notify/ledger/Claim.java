package org.papertide.notify.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.message.MailKind;

/**
 * A row that this worker holds, with all that sending needs.
 *
 * @param id of the row
 * @param attempt the number of this claim, from 1; fences off whoever held the row before
 * @param editionId its edition
 * @param kind what it is for
 * @param plannedAt when its edition was planned
 * @param expires when it is too late
 * @param subscriptionId whose
 * @param address where to; hostile only as far as {@code MailAddress} lets it be
 * @param contentId what it says
 * @param lastReply of the attempt before
 */
public record Claim(
        long id,
        int attempt,
        long editionId,
        MailKind kind,
        Instant plannedAt,
        Instant expires,
        long subscriptionId,
        String address,
        String addressHash,
        String contentId,
        @Nullable String lastReply) {

    @Override
    public String toString() {
        return "Claim[" + id + "/" + attempt + "]";
    }
}
