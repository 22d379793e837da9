package org.papertide.notify.feed;

/** The answer to who asks for a private feed. */
public sealed interface PrivateFeedResult {

    /** The feed, in UTF-8. */
    record Found(String document) implements PrivateFeedResult {}

    /** The subscription has ended, or its feed has another address. */
    record Gone() implements PrivateFeedResult {}

    /** Not an address of ours. */
    record Unknown() implements PrivateFeedResult {}
}
