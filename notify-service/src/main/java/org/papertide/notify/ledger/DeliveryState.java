package org.papertide.notify.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a row of the ledger stands. Each state has only its legal transitions; the SQL that moves
 * sets of rows names the same ones.
 */
public sealed interface DeliveryState {

    /** The name in the database. */
    String name();

    /** Part of an edition, waits to be claimed. */
    record Planned() implements DeliveryState {

        public Claimed claim() {
            return new Claimed();
        }

        public Excluded exclude(String reason) {
            return new Excluded(reason);
        }

        public Expired expire() {
            return new Expired("never sent");
        }

        @Override
        public String name() {
            return "PLANNED";
        }
    }

    /** A worker holds it under a lease. */
    record Claimed() implements DeliveryState {

        /** The final dot is about to go. */
        public Handed hand() {
            return new Handed();
        }

        /** Unsubscribed or suppressed since it was planned. */
        public Excluded exclude(String reason) {
            return new Excluded(reason);
        }

        /** Too late. */
        public Expired expire(@Nullable String lastReply) {
            return new Expired(lastReply == null ? "never sent" : lastReply);
        }

        /** Given back untouched: the worker stops, or its lease has expired. */
        public Planned release() {
            return new Planned();
        }

        /** Refused before the dot, for now. */
        public Deferred defer(Instant nextAttempt, String reason) {
            return new Deferred(nextAttempt, reason);
        }

        /** Refused before the dot, for good. */
        public Rejected reject(String reply) {
            return new Rejected(reply);
        }

        @Override
        public String name() {
            return "CLAIMED";
        }
    }

    /** The final dot may have gone. */
    record Handed() implements DeliveryState {

        public Accepted accept(String queueId) {
            return new Accepted(queueId);
        }

        public Deferred defer(Instant nextAttempt, String reason) {
            return new Deferred(nextAttempt, reason);
        }

        public Rejected reject(String reply) {
            return new Rejected(reply);
        }

        /** The connection was lost after the dot, or the worker died. */
        public Uncertain lose(@Nullable Instant nextAttempt, String reason) {
            return new Uncertain(nextAttempt, reason);
        }

        @Override
        public String name() {
            return "HANDED";
        }
    }

    /** The server has it. */
    record Accepted(String queueId) implements DeliveryState {
        @Override
        public String name() {
            return "ACCEPTED";
        }
    }

    /** To be tried again. */
    record Deferred(Instant nextAttempt, String reason) implements DeliveryState {

        public Claimed claim() {
            return new Claimed();
        }

        @Override
        public String name() {
            return "DEFERRED";
        }
    }

    /** Refused for good. */
    record Rejected(String reason) implements DeliveryState {
        @Override
        public String name() {
            return "REJECTED";
        }
    }

    /**
     * Nobody knows whether it arrived.
     *
     * @param nextAttempt when it is sent again, with the same Message-ID; absent if never
     */
    record Uncertain(@Nullable Instant nextAttempt, String reason) implements DeliveryState {

        /** Where the policy sends again. */
        public Claimed claim() {
            return new Claimed();
        }

        @Override
        public String name() {
            return "UNCERTAIN";
        }
    }

    /** Planned, but not to be sent. */
    record Excluded(String reason) implements DeliveryState {
        @Override
        public String name() {
            return "EXCLUDED";
        }
    }

    /** The edition's time was over. */
    record Expired(String reason) implements DeliveryState {
        @Override
        public String name() {
            return "EXPIRED";
        }
    }
}
