package org.papertide.notify.webhook;

import java.time.Duration;
import java.util.Optional;

/** What became of a request to a receiver. */
public sealed interface WebhookAnswer {

    /**
     * The receiver answered.
     *
     * @param status of HTTP
     * @param body the beginning of it, at most {@value WebhookClient#MOST_BYTES} bytes
     * @param retryAfter how long the receiver asks to wait
     */
    record Answered(int status, String body, Optional<Duration> retryAfter)
            implements WebhookAnswer {

        private static final int TOO_MANY = 429;
        private static final int BAD_GATEWAY = 502;
        private static final int GATEWAY_TIMEOUT = 504;

        /** Whether it took the event: 2xx, and nothing else. */
        public boolean isTaken() {
            return status >= 200 && status < 300;
        }

        /** Whether it wants no event any more. */
        public boolean isGone() {
            return status == 410;
        }

        /** Whether it asks for fewer requests. */
        public boolean isSlowDown() {
            return status == TOO_MANY
                    || status == BAD_GATEWAY
                    || status == GATEWAY_TIMEOUT
                    || (!isTaken() && retryAfter.isPresent());
        }
    }

    /**
     * It could not be written, and nobody was asked.
     *
     * @param reason in words of ours
     */
    record Unwritable(String reason) implements WebhookAnswer {}

    /**
     * There was no answer, or none in time.
     *
     * @param reason in words of ours, which name no address
     */
    record Failed(String reason) implements WebhookAnswer {}
}
