package org.papertide.notify.account;

/**
 * How many readers complain.
 *
 * @param complaints mails that somebody complained of
 * @param accepted mails that servers took
 */
record ComplaintShare(long complaints, long accepted) {

    /** One reader, or a second who clicked the wrong button, say nothing of the mails. */
    static final int LEAST = 3;

    private static final double HUNDRED_THOUSAND = 100_000;

    /** Complaints per accepted mail: 0 where there are none, and never above 1. */
    double share() {
        return complaints == 0 ? 0 : complaints / (double) Math.max(accepted, complaints);
    }

    /** Whether an operator has to know. */
    boolean isMany(int per100000) {
        return complaints >= LEAST && share() * HUNDRED_THOUSAND >= per100000;
    }

    ComplaintShare plus(ComplaintShare other) {
        return new ComplaintShare(complaints + other.complaints, accepted + other.accepted);
    }
}
