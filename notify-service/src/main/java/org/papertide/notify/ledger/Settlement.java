package org.papertide.notify.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt.
 *
 * @param transition how the row's state changes
 * @param reason the reply, or why; absent for accepted mails
 * @param queueId the server's name for an accepted mail
 * @param nextAttempt when it is tried again; absent if never
 * @param relay the server that had it; absent if none had
 */
public record Settlement(
        Transition transition,
        @Nullable String reason,
        @Nullable String queueId,
        @Nullable Instant nextAttempt,
        @Nullable String relay) {

    public Settlement {
        if (!transition.endsAttempt()) {
            throw new IllegalArgumentException("transition: " + transition + " ends no attempt");
        }
    }

    /** The server has it. */
    public static Settlement accepted(String queueId) {
        return new Settlement(Transition.ACCEPT, null, queueId, null, null);
    }

    /** The same, of an attempt at this relay. */
    public Settlement by(@Nullable String server) {
        return new Settlement(transition, reason, queueId, nextAttempt, server);
    }

    /** To be tried again. */
    public static Settlement deferred(Instant nextAttempt, String reason) {
        return new Settlement(Transition.DEFER, reason, null, nextAttempt, null);
    }

    /** Refused for good. */
    public static Settlement rejected(String reason) {
        return new Settlement(Transition.REJECT, reason, null, null, null);
    }

    /**
     * Nobody knows whether it arrived.
     *
     * @param nextAttempt when it is sent again, with the same Message-ID; absent if never
     */
    public static Settlement lost(@Nullable Instant nextAttempt, String reason) {
        return new Settlement(Transition.LOSE, reason, null, nextAttempt, null);
    }
}
