package org.papertide.notify.signup;

import org.papertide.notify.interest.Interest;

/** The answer to the holder of a preferences link. */
public sealed interface PreferencesResult {

    /**
     * A subscription, active or ended.
     *
     * @param email the subscriber's address
     * @param interest what it asks for
     * @param active whether it is served
     * @param others how many more active subscriptions the address has
     * @param unsubscribe token that ends it
     * @param feed token that opens its private feed
     */
    record Found(
            String email,
            Interest interest,
            boolean active,
            int others,
            String unsubscribe,
            String feed)
            implements PreferencesResult {}

    /** The subscriber and all about them is gone. */
    record Erased() implements PreferencesResult {}

    /** The link is too old. */
    record Expired() implements PreferencesResult {}

    /** Not a link of ours, or its subscription was erased. */
    record Unknown() implements PreferencesResult {}
}
