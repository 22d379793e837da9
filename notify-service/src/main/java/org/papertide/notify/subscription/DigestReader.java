package org.papertide.notify.subscription;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as its digest needs it.
 *
 * @param id the subscription
 * @param stateName its state
 * @param filterKey of its interest: those with equal keys ask for the same papers
 * @param timezone an IANA name
 * @param receiver of a webhook; absent where it is served by mail
 */
public record DigestReader(
        long id, String stateName, String filterKey, String timezone, @Nullable String receiver) {

    /** By what it is served. */
    public Channel channel() {
        return Channel.of(receiver);
    }

    /** Whether it is served. */
    public boolean isActive() {
        return Subscription.State.ACTIVE.name().equals(stateName);
    }

    /** In which dates are shown. */
    public ZoneId zone() {
        return ZoneId.of(timezone);
    }
}
