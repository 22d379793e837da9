package org.papertide.notify.ledger;

/** Why a planned mail is not sent: the open vocabulary of the account. */
public final class Exclusions {

    public static final String UNSUBSCRIBED = "unsubscribed";
    public static final String SUPPRESSED = "suppressed";

    /**
     * No paper passes what is wanted. Of a reader of alerts: none that was left over is there and
     * wanted still.
     */
    public static final String NOTHING_PASSED = "nothing passed";

    /** The reader was sent every paper that passes. */
    public static final String ALREADY_SEEN = "already seen";

    public static final String ALREADY_MAILED = "already mailed";

    public static final String ENOUGH_TODAY = "enough today";

    /** Its edition was stopped. */
    public static final String STOPPED = "stopped";

    private Exclusions() {}
}
