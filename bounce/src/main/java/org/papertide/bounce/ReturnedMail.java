package org.papertide.bounce;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one mail that came back says.
 *
 * <p>Whoever can send mail can write all of it: only a signed token in one of the addresses of
 * {@link #sentTo} or {@link #sentFrom} says whose mail it was, never {@link #recipient}.
 *
 * @param kind what it is
 * @param code the enhanced status code (RFC 3463) such as 5.1.1, else the SMTP reply code such as
 *     550; null if it names none
 * @param recipient the address that the mail was for, as the text says; null if it names none
 * @param reason one short line for people, never blank: why the mail is of that kind
 * @param words what the server said that did not deliver, in one short line, as far as it is told;
 *     blank if nothing is, or the mail was delivered
 * @param sentTo the addresses that this mail went to, envelope first; empty if it does not say
 * @param sentFrom the addresses that the mail that came back went out from, as its copy or the
 *     report says; a complaint names its token only here
 */
public record ReturnedMail(
        Kind kind,
        @Nullable String code,
        @Nullable String recipient,
        String reason,
        String words,
        List<String> sentTo,
        List<String> sentFrom) {

    /** The longest reason, and the most of a server's words, in characters. */
    public static final int MAX_REASON = 200;

    /** How the reason of a feedback report begins, before its type. */
    static final String FEEDBACK = "feedback report: ";

    public ReturnedMail {
        Objects.requireNonNull(kind, "kind");
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw new IllegalArgumentException("reason must be one short line");
        }
        if (words.length() > MAX_REASON) {
            throw new IllegalArgumentException("words must be short");
        }
        sentTo = List.copyOf(sentTo);
        sentFrom = List.copyOf(sentFrom);
    }

    /**
     * Whether a complaint is a receiver's report that SPF, DKIM or DMARC failed (RFC 6591): no
     * reader complains.
     */
    public boolean isAuthenticationFailure() {
        return kind == Kind.COMPLAINT && reason.startsWith(FEEDBACK + "auth-failure");
    }

    /** What a mail that comes back can be. */
    public enum Kind {
        /** The address takes no mail, and will not: it does not exist, or its domain does not. */
        HARD,
        /** Not delivered, and the address may be good: full, away, disabled, a fault on the way. */
        SOFT,
        /** The receiver does not want this sender or this content; says nothing of the address. */
        POLICY,
        /** The recipient, or the provider, calls the mail unwanted (RFC 5965). */
        COMPLAINT,
        /** A person's machine answers: away, received, "confirm that you are human" (RFC 3834). */
        AUTO_REPLY,
        /** The recipient asks by mail to get no more. */
        UNSUBSCRIBE,
        /** The mail was delivered, relayed or expanded. */
        SUCCESS,
        /** Not delivered yet; the server that says so goes on trying. */
        DELAYED,
        /** None of these, or not to be read. */
        UNKNOWN
    }
}
