package org.papertide.notify.subscription;

import java.time.ZoneId;

/**
 * A subscription as its digest needs it.
 *
 * @param id the subscription
 * @param stateName its state
 * @param filterKey of its interest: those with equal keys ask for the same papers
 * @param timezone an IANA name
 */
public record DigestReader(long id, String stateName, String filterKey, String timezone) {

    /** Whether it is served. */
    public boolean isActive() {
        return Subscription.State.valueOf(stateName) == Subscription.State.ACTIVE;
    }

    /** In which dates are shown. */
    public ZoneId zone() {
        return ZoneId.of(timezone);
    }
}
