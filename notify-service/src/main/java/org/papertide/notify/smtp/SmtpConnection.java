package org.papertide.notify.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * A kept connection to the SMTP server, opened when first needed and again after a failure. One
 * thread at a time.
 *
 * <p>Servers close connections that have been idle, or have carried enough mails (RFC 5321 section
 * 3.8: 421, or nothing at all). A mail that finds a kept connection so goes over a fresh one at
 * once: that is no failure. Rejected: asking with NOOP before each mail, a round trip for each, and
 * the server may still close in between.
 */
public final class SmtpConnection implements AutoCloseable {

    private final SmtpServer server;
    private @Nullable SMTPTransport transport;
    private boolean transportUtf8;

    /**
     * One attempt at a mail.
     *
     * @param hungUp whether the server had gone before it was told anything of the mail
     */
    private record Attempt(SendOutcome outcome, boolean hungUp) {}

    public SmtpConnection(SmtpServer server) {
        this.server = server;
    }

    /**
     * Hands over one mail to one recipient.
     *
     * @param handing called when all but the final dot is written; if it answers false or throws,
     *     the connection is dropped and the server throws the mail away
     */
    public SendOutcome send(String from, String to, byte[] mail, BooleanSupplier handing) {
        boolean needsUtf8 = !StandardCharsets.US_ASCII.newEncoder().canEncode(to);
        if (transportUtf8 != needsUtf8) {
            close();
        }
        boolean kept = transport != null;
        Attempt attempt = attempt(from, to, needsUtf8, mail, handing);
        if (kept && attempt.hungUp()) {
            attempt = attempt(from, to, needsUtf8, mail, handing);
        }
        return attempt.outcome();
    }

    private Attempt attempt(
            String from, String to, boolean needsUtf8, byte[] mail, BooleanSupplier handing) {
        SMTPTransport open;
        try {
            open = open(needsUtf8);
        } catch (MessagingException e) {
            return new Attempt(new SendOutcome.NotSent(reason(e)), true);
        }
        if (needsUtf8 && !open.supportsExtension("SMTPUTF8")) {
            // The code that RFC 6531 section 3.5 gives for it, but as a fault of the address: it
            // stops no edition.
            SmtpReply reply = SmtpReply.of(553, "553 server has no SMTPUTF8", SmtpReply.Phase.RCPT);
            return new Attempt(new SendOutcome.Refused(reply), false);
        }
        ReadyMail message = new ReadyMail(server.session(needsUtf8), mail, handing);
        message.setEnvelopeFrom(from);
        try {
            open.sendMessage(message, new Address[] {recipient(to)});
            return new Attempt(
                    new SendOutcome.Accepted(SmtpReply.queueId(open.getLastServerResponse())),
                    false);
        } catch (MessagingException e) {
            return failed(open, message, e);
        }
    }

    private Attempt failed(SMTPTransport open, ReadyMail message, MessagingException e) {
        SmtpReply reply = reply(e);
        if (message.refused || reply == null || reply.code() == 421 || !open.isConnected()) {
            close();
        }
        if (message.refused) {
            return new Attempt(new SendOutcome.NotOurs(), false);
        }
        if (reply != null) {
            boolean closing = reply.code() == 421 && reply.phase() == SmtpReply.Phase.MAIL;
            return new Attempt(new SendOutcome.Refused(reply), closing);
        }
        return message.handed
                ? new Attempt(new SendOutcome.Lost(reason(e)), false)
                : new Attempt(new SendOutcome.NotSent(reason(e)), !message.begun);
    }

    private SMTPTransport open(boolean needsUtf8) throws MessagingException {
        SMTPTransport open = transport;
        if (open == null) {
            open = server.connect(needsUtf8);
            transport = open;
            transportUtf8 = needsUtf8;
        }
        return open;
    }

    /** Says QUIT and closes. */
    @Override
    public void close() {
        SMTPTransport open = transport;
        transport = null;
        if (open != null) {
            try {
                open.close();
            } catch (MessagingException _) {
                // It was gone already.
            }
        }
    }

    /** The reply that refused the mail, or null if there was none. */
    private static @Nullable SmtpReply reply(MessagingException failure) {
        Exception e = failure;
        while (e != null) {
            SmtpReply reply =
                    switch (e) {
                        case SMTPAddressFailedException f ->
                                reply(f.getReturnCode(), f.getMessage(), SmtpReply.Phase.RCPT);
                        case SMTPSenderFailedException f ->
                                reply(f.getReturnCode(), f.getMessage(), SmtpReply.Phase.MAIL);
                        case SMTPSendFailedException f
                                when !(f.getNextException()
                                        instanceof SMTPAddressFailedException) ->
                                reply(
                                        f.getReturnCode(),
                                        f.getMessage(),
                                        String.valueOf(f.getCommand()).startsWith("MAIL")
                                                ? SmtpReply.Phase.MAIL
                                                : SmtpReply.Phase.DATA);
                        default -> null;
                    };
            if (reply != null) {
                return reply;
            }
            e = e instanceof MessagingException m ? m.getNextException() : null;
        }
        return null;
    }

    private static @Nullable SmtpReply reply(int code, @Nullable String text, SmtpReply.Phase at) {
        return code >= 400 && code < 600 ? SmtpReply.of(code, text == null ? "" : text, at) : null;
    }

    private static InternetAddress recipient(String address) {
        InternetAddress recipient = new InternetAddress();
        recipient.setAddress(address);
        return recipient;
    }

    private static String reason(Exception e) {
        Throwable root = e;
        for (int depth = 0; root.getCause() != null && depth < 10; depth++) {
            root = root.getCause();
        }
        return SmtpReply.cut(SmtpReply.scrub(e.getMessage() + ": " + root.getMessage()));
    }

    /** A message that is bytes already; asks before its end whether the final dot may go. */
    private static final class ReadyMail extends SMTPMessage {

        private final byte[] mail;
        private final BooleanSupplier handing;
        private boolean begun;
        private boolean handed;
        private boolean refused;

        ReadyMail(Session session, byte[] mail, BooleanSupplier handing) {
            super(session);
            this.mail = mail;
            this.handing = handing;
        }

        @Override
        public void writeTo(OutputStream out, String @Nullable [] ignored) throws IOException {
            begun = true;
            out.write(mail);
            out.flush();
            try {
                refused = !handing.getAsBoolean();
            } catch (RuntimeException e) {
                // As an IOException, Angus Mail hangs up at once: the server never sees the dot.
                throw new IOException("the ledger cannot record the mail", e);
            }
            if (refused) {
                throw new IOException("not this worker's mail any more");
            }
            handed = true;
        }
    }
}
