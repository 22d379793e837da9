package org.papertide.notify.subscription;

import java.time.Instant;
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
 * @param confirmedAt since when it is served; absent where nobody had to confirm it
 */
public record DigestReader(
        long id,
        String stateName,
        String filterKey,
        String timezone,
        @Nullable String receiver,
        @Nullable Instant confirmedAt) {

    /** By what it is served. */
    public Channel channel() {
        return Channel.of(receiver);
    }

    /** Whether it is served. */
    public boolean isActive() {
        return Subscription.State.ACTIVE.name().equals(stateName);
    }

    /** Whether it was served already when a digest came. */
    public boolean wasServedAt(Instant digest) {
        return confirmedAt == null || confirmedAt.isBefore(digest);
    }

    /** In which dates are shown. */
    public ZoneId zone() {
        return ZoneId.of(timezone);
    }
}
