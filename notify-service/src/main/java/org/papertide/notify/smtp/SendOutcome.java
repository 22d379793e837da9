package org.papertide.notify.smtp;

/** What became of handing over one mail. */
public sealed interface SendOutcome {

    /** The server has it. */
    record Accepted(String queueId) implements SendOutcome {}

    /**
     * The server refused it, for now or for good.
     *
     * @param meaning what that means: by its codes, until a rule of {@code traffic} knows better
     */
    record Refused(SmtpReply reply, ReplyClass meaning) implements SendOutcome {

        /** With what its codes say. */
        public Refused(SmtpReply reply) {
            this(reply, ReplyClass.of(reply));
        }
    }

    /**
     * One relay of several refused it before it knew the recipient: it says so of itself, or of us,
     * and another one may take the mail. Blame neither the address nor its receiver.
     */
    record RefusedByRelay(SmtpReply reply) implements SendOutcome {}

    /** It did not get to the server at all: the server cannot be reached, or hung up. */
    record NotSent(String reason) implements SendOutcome {}

    /**
     * Our ledger could not record its end in time, and it was broken off before its dot: no fault
     * of the server's.
     */
    record NotRecorded(String reason) implements SendOutcome {}

    /**
     * Its server cannot carry it and was not asked: blame nobody.
     *
     * @param laterElsewhere whether another server may be able to, which takes no connections now
     */
    record Unfit(String reason, boolean laterElsewhere) implements SendOutcome {}

    /** The connection was lost after the final dot: nobody knows. */
    record Lost(String reason) implements SendOutcome {}

    /** The row is another worker's by now; the mail was broken off before its dot. */
    record NotOurs() implements SendOutcome {}
}
