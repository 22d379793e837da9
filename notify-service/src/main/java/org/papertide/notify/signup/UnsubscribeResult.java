package org.papertide.notify.signup;

import org.papertide.notify.interest.Interest;

/** What became of an unsubscription, or would become of it. */
public sealed interface UnsubscribeResult {

    /** The subscription is ended, now or since earlier; also where it was erased. */
    record Unsubscribed() implements UnsubscribeResult {}

    /**
     * Not ended; the answer of a look that changes nothing.
     *
     * @param pending whether it was asked for only, and not confirmed yet
     */
    record Open(Interest interest, boolean pending) implements UnsubscribeResult {}

    /** Not a link of ours. */
    record Unknown() implements UnsubscribeResult {}
}
