package org.papertide.notify.subscription;

import org.jspecify.annotations.Nullable;

/** By what a subscription is served. All else is the same for both. */
public sealed interface Channel {

    /** Mails to the subscriber's address. */
    record Mail() implements Channel {}

    /**
     * Requests over HTTP.
     *
     * @param receiver scheme, host and port of what is called: limits count for it
     */
    record Webhook(String receiver) implements Channel {}

    /** More than any number of a subscriber. */
    long FIRST_READER = 1L << 62;

    /**
     * The number under which the ledger has a webhook: each is a reader of its own, whatever else
     * its owner gets.
     */
    static long readerOf(long subscriptionId) {
        return FIRST_READER + subscriptionId;
    }

    /**
     * The channel as tables have it.
     *
     * @param receiver absent for mail
     */
    static Channel of(@Nullable String receiver) {
        return receiver == null ? new Mail() : new Webhook(receiver);
    }
}
