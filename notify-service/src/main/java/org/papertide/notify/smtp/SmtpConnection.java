package org.papertide.notify.smtp;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
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
 * <p>Addresses with a local part beyond ASCII go over a session of their own, for Angus Mail asks
 * for SMTPUTF8 per session, and it must be asked for only when an address needs it.
 */
public final class SmtpConnection implements AutoCloseable {

    private final MailSettings.Smtp settings;
    private final Session plain;
    private final Session utf8;
    private @Nullable SMTPTransport transport;
    private boolean transportUtf8;

    /**
     * @param domain the name in EHLO if the settings give none
     */
    public SmtpConnection(MailSettings.Smtp settings, String domain) {
        this.settings = settings;
        this.plain = session(settings, domain, false);
        this.utf8 = session(settings, domain, true);
    }

    /**
     * Hands over one mail to one recipient.
     *
     * @param handing called when all but the final dot is written; if it answers false or throws,
     *     the connection is dropped and the server throws the mail away
     */
    public SendOutcome send(String from, String to, byte[] mail, BooleanSupplier handing) {
        boolean needsUtf8 = !StandardCharsets.US_ASCII.newEncoder().canEncode(to);
        SMTPTransport open;
        try {
            open = open(needsUtf8);
        } catch (MessagingException e) {
            close();
            return new SendOutcome.NotSent(reason(e));
        }
        if (needsUtf8 && !open.supportsExtension("SMTPUTF8")) {
            // The code that RFC 6531 section 3.5 gives for it, but as a fault of the address: it
            // stops no edition.
            return new SendOutcome.Refused(
                    SmtpReply.of(553, "553 server has no SMTPUTF8", SmtpReply.Phase.RCPT));
        }
        ReadyMail message = new ReadyMail(needsUtf8 ? utf8 : plain, mail, handing);
        message.setEnvelopeFrom(from);
        try {
            open.sendMessage(message, new Address[] {recipient(to)});
            return new SendOutcome.Accepted(SmtpReply.queueId(open.getLastServerResponse()));
        } catch (MessagingException e) {
            return failed(open, message, e);
        }
    }

    private SendOutcome failed(SMTPTransport open, ReadyMail message, MessagingException e) {
        if (message.refused) {
            close();
            return new SendOutcome.NotOurs();
        }
        SmtpReply reply = reply(e);
        if (reply == null || !open.isConnected() || reply.code() == 421) {
            close();
        }
        if (reply != null) {
            return new SendOutcome.Refused(reply);
        }
        return message.handed
                ? new SendOutcome.Lost(reason(e))
                : new SendOutcome.NotSent(reason(e));
    }

    private SMTPTransport open(boolean needsUtf8) throws MessagingException {
        if (transport != null && transportUtf8 == needsUtf8) {
            return transport;
        }
        close();
        Session session = needsUtf8 ? utf8 : plain;
        String protocol = settings.tls() == MailSettings.Tls.IMPLICIT ? "smtps" : "smtp";
        SMTPTransport fresh = (SMTPTransport) session.getTransport(protocol);
        fresh.connect(
                settings.host(),
                settings.port(),
                settings.username().orElse(null),
                settings.password().orElse(null));
        transport = fresh;
        transportUtf8 = needsUtf8;
        return fresh;
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

    private static Session session(MailSettings.Smtp settings, String domain, boolean utf8) {
        return Session.getInstance(properties(settings, domain, utf8));
    }

    static Properties properties(MailSettings.Smtp settings, String domain, boolean utf8) {
        String protocol = settings.tls() == MailSettings.Tls.IMPLICIT ? "smtps" : "smtp";
        String prefix = "mail." + protocol + ".";
        Properties properties = new Properties();
        properties.put(prefix + "localhost", settings.localhost().orElse(domain));
        properties.put(
                prefix + "connectiontimeout", Long.toString(settings.connectTimeout().toMillis()));
        properties.put(prefix + "timeout", Long.toString(settings.timeout().toMillis()));
        properties.put(prefix + "writetimeout", Long.toString(settings.timeout().toMillis()));
        properties.put(prefix + "auth", Boolean.toString(settings.username().isPresent()));
        properties.put("mail.mime.allowutf8", Boolean.toString(utf8));
        // For TLS from the first byte, too: Angus Mail lays it over the sockets of this factory.
        properties.put(prefix + "socketFactory", new TcpNoDelaySocketFactory());
        switch (settings.tls()) {
            case NONE -> {}
            case OPPORTUNISTIC -> properties.put(prefix + "starttls.enable", "true");
            case REQUIRED -> {
                properties.put(prefix + "starttls.enable", "true");
                properties.put(prefix + "starttls.required", "true");
                properties.put(prefix + "ssl.checkserveridentity", "true");
            }
            case IMPLICIT -> properties.put(prefix + "ssl.checkserveridentity", "true");
        }
        return properties;
    }

    /** A message that is bytes already; asks before its end whether the final dot may go. */
    private static final class ReadyMail extends SMTPMessage {

        private final byte[] mail;
        private final BooleanSupplier handing;
        private boolean handed;
        private boolean refused;

        ReadyMail(Session session, byte[] mail, BooleanSupplier handing) {
            super(session);
            this.mail = mail;
            this.handing = handing;
        }

        @Override
        public void writeTo(OutputStream out, String @Nullable [] ignored) throws IOException {
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
