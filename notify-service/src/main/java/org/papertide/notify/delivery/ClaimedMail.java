package org.papertide.notify.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.smtp.OutgoingMail;

/**
 * A mail that this process holds and may send.
 *
 * @param claim its row of the ledger
 * @param mail where it goes and what it says
 * @param addressHash what suppression knows its address by
 * @param dueAt since when it is due
 * @param trace the trace of its edition, if somebody follows it
 */
record ClaimedMail(
        Claim claim, OutgoingMail mail, String addressHash, Instant dueAt, @Nullable String trace) {

    @Override
    public String toString() {
        return claim.toString();
    }
}
