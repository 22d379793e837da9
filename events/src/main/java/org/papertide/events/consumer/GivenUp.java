package org.papertide.events.consumer;

import org.papertide.events.DeadLetter;

/** A record that was not handled, and behind which the consumer goes on. */
public sealed interface GivenUp {

    /** Where it stands. */
    DeadLetter.Origin origin();

    /** Its bytes and headers with the reason, fit for a topic of the consumer's own. */
    DeadLetter letter();

    /** Its bytes break the contract, and no handler has seen it. */
    record Unreadable(DeadLetter.Origin origin, DeadLetter letter) implements GivenUp {}

    /**
     * The handler failed with it, each time.
     *
     * @param failure the last one
     * @param attempts how often it was tried
     */
    record NotApplied(DeadLetter.Origin origin, DeadLetter letter, Exception failure, int attempts)
            implements GivenUp {}

    /** Takes what was given up. */
    @FunctionalInterface
    interface Handler {

        /**
         * Keeps it, or tells somebody. When it returns, the consumer goes on.
         *
         * @throws Exception if it could not: it is called again, at growing intervals, and records
         *     behind this one in its partition wait
         */
        void handle(GivenUp record) throws Exception;
    }
}
