package org.papertide.notify.signup;

import org.papertide.notify.interest.Interest;

/** What became of an unsubscription, or would become of it. */
public sealed interface UnsubscribeResult {

    /** The subscription is ended, now or since earlier; also where it was erased. */
    record Unsubscribed() implements UnsubscribeResult {}

    /** Still served; the answer of a look that changes nothing. */
    record Open(Interest interest) implements UnsubscribeResult {}

    /** Not a link of ours. */
    record Unknown() implements UnsubscribeResult {}
}
