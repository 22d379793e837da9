package org.papertide.notify.ledger;

/** Where it is said what became of a mail. */
public interface Settlements {

    /**
     * Records what became of a mail; it is tried until it is written.
     *
     * @throws IllegalStateException if the row's state does not allow it
     */
    void settle(Claim claim, Settlement settlement);

    /** Drops a claim that another worker has taken over. */
    void forget(Claim claim);
}
