package org.papertide.notify.delivery;

import org.papertide.notify.ledger.Claim;
import org.papertide.notify.smtp.OutgoingMail;

/**
 * A mail that this process holds and may send.
 *
 * @param claim its row of the ledger
 * @param mail where it goes and what it says
 * @param addressHash what suppression knows its address by
 */
record ClaimedMail(Claim claim, OutgoingMail mail, String addressHash) {

    @Override
    public String toString() {
        return claim.toString();
    }
}
