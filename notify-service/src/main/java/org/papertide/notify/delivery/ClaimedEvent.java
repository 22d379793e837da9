package org.papertide.notify.delivery;

import org.papertide.notify.edition.Edition;
import org.papertide.notify.ledger.Claim;
import org.papertide.notify.webhook.Webhook;

/**
 * An event that this process holds and may send.
 *
 * @param claim its row of the ledger
 * @param webhook where it goes
 * @param receiver of the row: limits count for it
 * @param edition that it belongs to
 */
record ClaimedEvent(Claim claim, Webhook webhook, String receiver, Edition edition) {

    @Override
    public String toString() {
        return claim.toString();
    }
}
