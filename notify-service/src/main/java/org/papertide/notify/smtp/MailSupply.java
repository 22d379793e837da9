package org.papertide.notify.smtp;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Whoever gives a connection its mails, one after the other, and hears what became of each. Nothing
 * here may throw, for a mail is under way while it is asked.
 *
 * @param <M> its mails
 */
public interface MailSupply<M extends ReadyMail> {

    /**
     * The next mail; empty if there is none now. It is asked for while the one before is still
     * under way, and ends as every mail does, or is {@linkplain #takeBack taken back}.
     */
    Optional<M> next();

    /** Whether no further mail is to be begun: one whose envelope the server does not have yet. */
    boolean isEnding();

    /**
     * Records that the mail's end is about to go. The mail before has {@linkplain #ended ended} by
     * then, so no more than one mail of a connection is recorded so at any time.
     *
     * @return false if the mail is not to be sent, a failure if that cannot be recorded: its end
     *     does not go then
     */
    CompletionStage<Boolean> hand(M mail);

    /**
     * What became of a mail; once for each that was not taken back.
     *
     * @param relay the server that had it; null if none had
     */
    void ended(M mail, SendOutcome outcome, @Nullable String relay);

    /** A mail that was not begun, and will not be. */
    void takeBack(M mail);

    /** From now on the server is waited for, and for no mail before this one. */
    void asked(M mail);

    /** The server takes its time: what waits for the next mail to be recorded waits no longer. */
    void serverIsSlow();
}
