package org.papertide.notify.signup;

import java.time.Duration;

/** What became of a valid request to subscribe. */
public sealed interface SubscribeResult {

    /** Accepted; this does not depend on whether the address is known or mailed. */
    record Accepted() implements SubscribeResult {}

    /**
     * Too much was asked for in an hour; nothing has changed.
     *
     * @param limit which limit it is
     * @param most how many it allows in an hour
     * @param retryAfter when it may be asked for again
     */
    record TooMany(Limit limit, int most, Duration retryAfter) implements SubscribeResult {

        /** How long to wait, for {@code Retry-After}. */
        public long retryAfterSeconds() {
            return Math.max(1, retryAfter.toSeconds());
        }

        /** The limit and what to do, for people. */
        public String inWords() {
            return limit.words.formatted(most)
                    + " Please try again in %d min.".formatted((retryAfterSeconds() + 59) / 60);
        }
    }

    /** What is limited. */
    enum Limit {
        CLIENT("Your network may request %d subscriptions in an hour, and it has."),
        DOMAIN(
                "One mail provider gets at most %d confirmation mails from here in an hour, and yours"
                        + " has."),
        ALL("At most %d confirmation mails are sent from here in an hour, and they were.");

        private final String words;

        Limit(String words) {
            this.words = words;
        }
    }
}
