package org.papertide.notify.smtp;

import org.papertide.bounce.rule.Diagnosis;
import org.papertide.bounce.rule.Phase;
import org.papertide.bounce.rule.StatusCode;

/**
 * What a reply that refuses a mail means.
 *
 * <p>Whoever relays the mail may mean itself by a {@link BareRefusal}, a {@link Disabled} or a
 * {@link SoftFailure}, and say it of everybody: "550 5.4.6 Unusual sending activity".
 */
public sealed interface ReplyClass {

    /** The mailbox does not exist: suppress the address now. */
    record NoSuchMailbox() implements ReplyClass {}

    /**
     * The server found no such domain: suppress the address now if the DNS says so as well, else it
     * counts hard.
     */
    record NoSuchDomain() implements ReplyClass {}

    /** Refused for good; counts hard towards suppression. */
    record HardFailure() implements ReplyClass {}

    /** A hard failure that says nothing but no. */
    record BareRefusal() implements ReplyClass {}

    /** The mailbox is disabled: suppress on the second within 30 days. */
    record Disabled() implements ReplyClass {}

    /** Refused for good this time, full for instance; several over days suppress. */
    record SoftFailure() implements ReplyClass {}

    /** Try again later; a mailbox that is full counts softly. */
    record Later(boolean countsSoftly) implements ReplyClass {}

    /**
     * The receiver takes mails of unknown senders on a later attempt only, usually after one to
     * five minutes; counts for nothing.
     *
     * @param otherwise what the reply means for a mail that can wait
     */
    record Greylisted(ReplyClass otherwise) implements ReplyClass {}

    /**
     * The message's fault: blame no address, and stop the edition if a second receiver says so of
     * the same message. One alone may be anybody's server, with a taste of its own.
     */
    record MessageFault() implements ReplyClass {}

    /**
     * The fault of one mail, or of how it was handed over: blame nobody else. Where one mail after
     * the other is refused so, something between us and its reader is broken.
     */
    record MailFault() implements ReplyClass {}

    /** Policy or reputation: pause the receiving domain, never suppress. */
    record Policy() implements ReplyClass {}

    /** Too fast for the receiving domain. */
    record SlowDown() implements ReplyClass {}

    /**
     * Reads a reply of class 4 or 5 by its enhanced code (RFC 3463, RFC 5248 registry), else by
     * where it came. Its words may clear an address that either condemns, and never condemn one.
     */
    public static ReplyClass of(SmtpReply reply) {
        ReplyClass read =
                heard(
                        reply,
                        reply.enhanced()
                                .map(enhanced -> of(reply, enhanced))
                                .orElseGet(() -> withoutEnhanced(reply)));
        return (reply.code() < 500 && SmtpReply.isGreylisting(reply.text())
                        ? greylisted(read)
                        : read)
                .at(reply.phase());
    }

    /**
     * What it means at this command. At MAIL the server knows no recipient yet: whatever it says,
     * of an account that is disabled for instance, it says of us.
     */
    default ReplyClass at(SmtpReply.Phase phase) {
        if (phase != SmtpReply.Phase.MAIL) {
            return this;
        }
        return switch (this) {
            case NoSuchMailbox(),
                    NoSuchDomain(),
                    HardFailure(),
                    BareRefusal(),
                    Disabled(),
                    SoftFailure(),
                    MailFault() ->
                    new Policy();
            case Later _ -> new Later(false);
            case Greylisted(ReplyClass otherwise) -> new Greylisted(otherwise.at(phase));
            case MessageFault(), Policy(), SlowDown() -> this;
        };
    }

    /**
     * Many servers say 550 or 5.1.1 of a sender, or of a mailbox that is full: "550 relay not
     * permitted" is no word about the reader.
     */
    private static ReplyClass heard(SmtpReply reply, ReplyClass read) {
        boolean condemns =
                read instanceof NoSuchMailbox
                        || read instanceof NoSuchDomain
                        || read instanceof HardFailure;
        boolean vague = read instanceof SoftFailure && reply.enhanced().isEmpty();
        if (!condemns && !vague) {
            return read;
        }
        Diagnosis diagnosis =
                Diagnosis.ofReport(reply.enhanced().orElse(null), reply.summary(), phase(reply));
        return switch (diagnosis.fault()) {
            case ADDRESS -> isBare(reply, read, diagnosis) ? new BareRefusal() : read;
            case PASSING -> new SoftFailure();
            case SENDER -> new Policy();
        };
    }

    private static boolean isBare(SmtpReply reply, ReplyClass read, Diagnosis diagnosis) {
        return read instanceof HardFailure && reply.enhanced().isEmpty() && !diagnosis.isSure();
    }

    private static Phase phase(SmtpReply reply) {
        return switch (reply.phase()) {
            case MAIL -> Phase.MAIL;
            case RCPT -> Phase.RCPT;
            case DATA -> Phase.DATA;
        };
    }

    private static ReplyClass greylisted(ReplyClass read) {
        if (read instanceof Later) {
            // Postgrey says 4.2.0, which else is a mailbox that is full.
            return new Greylisted(new Later(false));
        }
        return read instanceof Policy ? new Greylisted(read) : read;
    }

    private static ReplyClass of(SmtpReply reply, StatusCode enhanced) {
        boolean permanent = enhanced.success() == 5;
        int subject = enhanced.subject();
        int detail = enhanced.detail();
        if (subject == 7) {
            return !permanent && (detail == 28 || reply.code() == 421)
                    ? new SlowDown()
                    : new Policy();
        }
        if (!permanent) {
            return new Later(subject == 2);
        }
        return switch (subject) {
            case 1 ->
                    switch (detail) {
                        case 1, 3, 6, 10 -> new NoSuchMailbox();
                        case 2 -> new NoSuchDomain();
                        // Our sender address is at fault, in the eyes of this receiver.
                        case 7, 8 -> new Policy();
                        default -> new HardFailure();
                    };
            case 2 ->
                    switch (detail) {
                        case 1 -> new Disabled();
                        case 3 -> new MessageFault();
                        default -> new SoftFailure();
                    };
            case 3 -> detail == 4 ? new MessageFault() : new SoftFailure();
            // The protocol: of what was said between two servers, or by a proxy in between.
            case 5 -> new MailFault();
            case 6 ->
                    switch (detail) {
                        // RFC 6531: a server on the way has no SMTPUTF8, which only mails to
                        // addresses beyond ASCII need.
                        case 7, 8, 9, 10 -> new MailFault();
                        default -> new MessageFault();
                    };
            default -> new SoftFailure();
        };
    }

    private static ReplyClass withoutEnhanced(SmtpReply reply) {
        if (reply.code() == 421) {
            return new SlowDown();
        }
        if (reply.code() < 500) {
            return new Later(reply.code() == 452 && reply.phase() == SmtpReply.Phase.RCPT);
        }
        return reply.code() == 550 && reply.phase() == SmtpReply.Phase.RCPT
                ? new HardFailure()
                : new SoftFailure();
    }
}
