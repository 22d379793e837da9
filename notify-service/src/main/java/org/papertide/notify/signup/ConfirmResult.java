package org.papertide.notify.signup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.interest.Interest;

/** What became of a confirmation, or would become of it. */
public sealed interface ConfirmResult {

    /**
     * The subscription is active, now or since an earlier confirmation.
     *
     * @param interest what was confirmed
     * @param firstDigest when the next digest is due; absent for instant alerts
     * @param preferences token of its preferences
     */
    record Confirmed(Interest interest, @Nullable Instant firstDigest, String preferences)
            implements ConfirmResult {}

    /** Waits for its confirmation; the answer of a look that changes nothing. */
    record Open(Interest interest) implements ConfirmResult {}

    /**
     * The subscription is active, but the link is too old to open its preferences: it may have come
     * into other hands.
     *
     * @param mailed whether a new link was sent to the subscriber
     */
    record Active(boolean mailed) implements ConfirmResult {}

    /** The link is too old, or its subscription was ended or replaced since. */
    record Expired() implements ConfirmResult {}

    /** Not a link of ours. */
    record Unknown() implements ConfirmResult {}
}
