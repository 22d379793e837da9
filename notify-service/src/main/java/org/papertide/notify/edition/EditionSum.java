package org.papertide.notify.edition;

/**
 * How many mails of an edition have left the ledger, or have come back.
 *
 * @param entry the state in which they left, or {@link #RETURNED}
 * @param reason why they were excluded, or as what they came back; else empty
 * @param mails how many
 */
record EditionSum(String entry, String reason, long mails) {

    /** Accepted once, and came back: counted beside the states, not among them. */
    static final String RETURNED = "RETURNED";
}
