package org.papertide.notify.delivery;

import org.jspecify.annotations.Nullable;
import org.papertide.notify.ledger.Settlement;
import org.papertide.notify.suppression.Suppressions;

/**
 * What follows from an attempt.
 *
 * @param settlement for the mail
 * @param address for the address
 * @param cause what an operator should know of
 */
record Verdict(Settlement settlement, ForAddress address, Cause cause) {

    /** What becomes of the address. */
    sealed interface ForAddress {
        /** It is not to blame. */
        record Nothing() implements ForAddress {}

        /** It is not mailed any more. */
        record Suppress() implements ForAddress {}

        /** It is not mailed any more if its domain is gone, else one more hard failure. */
        record SuppressIfGone() implements ForAddress {}

        /** One more failure. */
        record Count(Suppressions.Failure failure) implements ForAddress {}

        /** One more failure, unless the relay says the same of other receivers. */
        record CountIfOfOneReceiver(Suppressions.Failure failure) implements ForAddress {}
    }

    /** Whose fault it is, if it is more than one mail's. */
    enum Cause {
        NONE,
        /** The message; its edition is stopped if a second receiver says so. */
        MESSAGE,
        /**
         * How the mail was handed over; it is tried again where many are refused for it in a row.
         */
        HAND_OVER
    }

    /** Only the mail is concerned. */
    static Verdict of(Settlement settlement) {
        return new Verdict(settlement, new ForAddress.Nothing(), Cause.NONE);
    }

    /** Of an attempt at this relay. */
    Verdict by(@Nullable String relay) {
        return new Verdict(settlement.by(relay), address, cause);
    }

    Verdict counting(Suppressions.Failure failure) {
        return new Verdict(settlement, new ForAddress.Count(failure), cause);
    }

    Verdict countingIfOfOneReceiver(Suppressions.Failure failure) {
        return new Verdict(settlement, new ForAddress.CountIfOfOneReceiver(failure), cause);
    }

    Verdict suppressing() {
        return new Verdict(settlement, new ForAddress.Suppress(), cause);
    }

    Verdict suppressingIfGone() {
        return new Verdict(settlement, new ForAddress.SuppressIfGone(), cause);
    }

    Verdict because(Cause why) {
        return new Verdict(settlement, address, why);
    }
}
