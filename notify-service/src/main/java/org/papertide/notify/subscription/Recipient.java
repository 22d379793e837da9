package org.papertide.notify.subscription;

/**
 * Where a mail goes.
 *
 * @param subscriptionId the subscription it is for
 * @param state PENDING, ACTIVE or ENDED
 * @param address the subscriber's address
 * @param addressHash what suppression knows it by
 * @param suppressed whether the address must not be mailed
 */
public record Recipient(
        long subscriptionId, String state, String address, String addressHash, boolean suppressed) {

    /** Never the address. */
    @Override
    public String toString() {
        return "Recipient[" + subscriptionId + "]";
    }
}
