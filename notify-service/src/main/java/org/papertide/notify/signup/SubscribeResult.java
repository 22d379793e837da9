package org.papertide.notify.signup;

import java.time.Duration;

/** What became of a valid request to subscribe. */
public sealed interface SubscribeResult {

    /** Accepted; this does not depend on whether the address is known or mailed. */
    record Accepted() implements SubscribeResult {}

    /** The same client has asked too often. */
    record TooMany(Duration retryAfter) implements SubscribeResult {}
}
