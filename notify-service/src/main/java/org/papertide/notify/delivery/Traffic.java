package org.papertide.notify.delivery;

import java.time.Instant;
import org.papertide.notify.smtp.SendOutcome;

/**
 * Manners towards receiving domains: asked before each mail whether it may go, told afterwards what
 * the server answered. Asked by all connections at once.
 */
public interface Traffic {

    /** Whether a mail may go. */
    sealed interface Admission {

        /** Now; what becomes of it is told in every case. */
        record Now() implements Admission {}

        /** Not before this time; the mail goes back to the ledger until then. */
        record Later(Instant until) implements Admission {}
    }

    /**
     * Whether a mail to this domain may go.
     *
     * @param domain the part of the address after the @, in lower-case ASCII form
     */
    Admission admit(String domain);

    /** What became of a mail that was admitted. */
    void answered(String domain, SendOutcome outcome);

    /** A mail that was admitted did not go, for a reason of ours. */
    void withdrawn(String domain);

    /** Every mail may go at once. */
    static Traffic free() {
        return new Traffic() {
            @Override
            public Admission admit(String domain) {
                return new Admission.Now();
            }

            @Override
            public void answered(String domain, SendOutcome outcome) {}

            @Override
            public void withdrawn(String domain) {}
        };
    }
}
