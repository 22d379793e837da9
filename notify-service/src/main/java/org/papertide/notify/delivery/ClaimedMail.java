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

    /** The receiving domain. */
    String domain() {
        String address = mail.address();
        return address.substring(address.lastIndexOf('@') + 1);
    }

    @Override
    public String toString() {
        return claim.toString();
    }
}
