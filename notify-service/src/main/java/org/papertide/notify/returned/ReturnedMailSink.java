package org.papertide.notify.returned;

import org.papertide.bounce.ReturnedMail;

/**
 * Takes what comes back, whichever way. When a method returns, the outcome is committed; if it
 * throws {@link org.papertide.platform.database.DatabaseUnavailableException}, the same has to come
 * again.
 */
public interface ReturnedMailSink {

    /** What is read of a mail, in bytes; the rest says nothing new. */
    int MAX_BYTES = 1 << 20;

    /** What became of a mail. */
    sealed interface Taken {

        /** Its outcome is committed, now or since it came before. */
        record Applied(ReturnedMail.Kind kind) implements Taken {}

        /** No address of it holds a token of ours: it changes nothing. */
        record Unaddressed(ReturnedMail.Kind kind) implements Taken {}
    }

    /** Takes a mail whose recipient is known from the envelope. */
    ReturnedMail.Kind take(Subject subject, byte[] mail);

    /**
     * Takes a mail from a mailbox, where its own fields say which address it came to. A complaint
     * comes to the address that the provider was given, and names ours in its copy of the mail.
     */
    Taken take(byte[] mail);

    /**
     * Takes a report about a mail. That one was delivered is counted, and not kept.
     *
     * @return whether it came for the first time, as far as it is kept
     */
    boolean apply(Subject subject, Report report);

    /** Counts something that is about no mail of ours. */
    void unaddressed();
}
