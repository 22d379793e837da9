package org.papertide.notify.subscription;

/**
 * The domain that mails of a subscription go to.
 *
 * @param subscriptionId whose
 * @param domain what is behind the address's last @
 */
public record SubscriptionDomain(long subscriptionId, String domain) {

    /** Never the domain: a rare one names a person. */
    @Override
    public String toString() {
        return "SubscriptionDomain[" + subscriptionId + "]";
    }
}
