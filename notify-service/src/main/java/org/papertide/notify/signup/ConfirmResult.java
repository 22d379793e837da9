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
     * @param nextDigest when the next digest is due; absent for instant alerts of which none is
     *     left over
     * @param now when that was looked up
     * @param preferences token of its preferences
     */
    record Confirmed(
            Interest interest, @Nullable Instant nextDigest, Instant now, String preferences)
            implements ConfirmResult {}

    /** Waits for its confirmation; the answer of a look that changes nothing. */
    record Open(Interest interest) implements ConfirmResult {}

    /**
     * The subscription is active, but the link is too old to open its preferences: it may have come
     * into other hands.
     *
     * @param newLink whether its subscriber is sent one that does
     */
    record Active(NewLink newLink) implements ConfirmResult {}

    /** What becomes of a new link to the preferences. */
    enum NewLink {
        /** Nobody has asked for it. */
        OFFERED,
        /** It is mailed now. */
        MAILED,
        /** Another one was mailed within a day. */
        MAILED_BEFORE,
        /** The address must not be mailed. */
        SUPPRESSED
    }

    /** The link is too old, or its subscription was ended or replaced since. */
    record Expired() implements ConfirmResult {}

    /** Not a link of ours. */
    record Unknown() implements ConfirmResult {}
}
