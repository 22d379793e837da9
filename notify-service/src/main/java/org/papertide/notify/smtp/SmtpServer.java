package org.papertide.notify.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import org.papertide.notify.smtp.MailSettings.Tls;

/**
 * The server that takes the mails, and how connections to it are made.
 *
 * <p>SMTPUTF8 is asked for per mail, by {@link SmtpConnection}: only when an address needs it.
 */
public final class SmtpServer {

    /**
     * To the greeting, EHLO, STARTTLS, EHLO and a login of two steps. The timeout is for each read:
     * a server may drip for ever without one for all.
     */
    private static final int REPLIES = 6;

    /** A password to one of these does not leave the machine. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final MailSettings.Smtp settings;
    private final Session session;

    /**
     * @param domain the name in EHLO if the settings give none
     * @throws IllegalArgumentException if the settings would send a password that others can read
     */
    public SmtpServer(MailSettings.Smtp settings, String domain) {
        this(settings, domain, new Properties());
    }

    /**
     * @param prefix of its settings, for messages
     */
    SmtpServer(String prefix, MailSettings.Smtp settings, String domain) {
        this(prefix, settings, domain, new Properties());
    }

    /**
     * @param more further properties of Angus Mail
     */
    SmtpServer(MailSettings.Smtp settings, String domain, Properties more) {
        this("papertide.mail.smtp", settings, domain, more);
    }

    private SmtpServer(String prefix, MailSettings.Smtp settings, String domain, Properties more) {
        requireLoginIsSafe(prefix, settings);
        this.settings = settings;
        this.session = session(settings, domain, more);
    }

    /** What Angus Mail knows of the server. */
    Session session() {
        return session;
    }

    /** Opens a connection and greets the server. */
    PipelinedTransport connect() throws MessagingException {
        PipelinedTransport transport =
                (PipelinedTransport) session.getTransport(protocol(settings.tls()));
        String secret =
                settings.tokenFile().isPresent()
                        ? AccessToken.read(settings.tokenFile().get())
                        : settings.password().orElse(null);
        Duration patience =
                settings.connectTimeout().plus(settings.timeout().multipliedBy(REPLIES));
        Thread watch =
                Thread.ofVirtual()
                        .name("smtp-connecting")
                        .start(() -> hangUpAfter(patience, transport));
        try {
            transport.connect(
                    settings.host(), settings.port(), settings.username().orElse(null), secret);
        } finally {
            watch.interrupt();
        }
        return transport;
    }

    private static void hangUpAfter(Duration time, PipelinedTransport transport) {
        try {
            Thread.sleep(time);
            transport.hangUp();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * With OPPORTUNISTIC whoever sits between can answer that there is no TLS, or show a
     * certificate of their own, and gets the password. A token is good elsewhere, too: it goes
     * nowhere in the clear, not even on this machine.
     */
    private static void requireLoginIsSafe(String prefix, MailSettings.Smtp settings) {
        boolean encrypted = settings.tls() == Tls.REQUIRED || settings.tls() == Tls.IMPLICIT;
        boolean local = settings.tls() == Tls.NONE && LOOPBACK.contains(settings.host());
        if (settings.password().isPresent() && !encrypted && !local) {
            throw new IllegalArgumentException(
                    prefix
                            + ".tls: must be REQUIRED or IMPLICIT where there is a"
                            + " password, is "
                            + settings.tls());
        }
        if (settings.tokenFile().isEmpty()) {
            return;
        }
        if (!encrypted) {
            throw new IllegalArgumentException(
                    prefix
                            + ".tls: must be REQUIRED or IMPLICIT where there is a"
                            + " token-file, is "
                            + settings.tls());
        }
        if (settings.password().isPresent()) {
            throw new IllegalArgumentException(prefix + ".token-file: there is a password as well");
        }
        if (settings.username().isEmpty()) {
            throw new IllegalArgumentException(
                    prefix + ".username: must be set where there is a token-file");
        }
    }

    private static String protocol(Tls tls) {
        return tls == Tls.IMPLICIT ? "smtps" : "smtp";
    }

    private static Session session(MailSettings.Smtp settings, String domain, Properties more) {
        Properties properties = properties(settings, domain);
        properties.putAll(more);
        Session session = Session.getInstance(properties);
        provide(session, "smtp", PipelinedTransport.class);
        provide(session, "smtps", PipelinedTransport.Encrypted.class);
        return session;
    }

    private static void provide(
            Session session, String protocol, Class<? extends PipelinedTransport> transport) {
        Provider provider =
                new Provider(
                        Provider.Type.TRANSPORT, protocol, transport.getName(), "Papertide", null);
        session.addProvider(provider);
        try {
            session.setProvider(provider);
        } catch (NoSuchProviderException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Properties properties(MailSettings.Smtp settings, String domain) {
        String prefix = "mail." + protocol(settings.tls()) + ".";
        String timeout = Long.toString(settings.timeout().toMillis());
        Properties properties = new Properties();
        properties.put(prefix + "localhost", settings.localhost().orElse(domain));
        properties.put(
                prefix + "connectiontimeout", Long.toString(settings.connectTimeout().toMillis()));
        properties.put(prefix + "timeout", timeout);
        properties.put(prefix + "auth", Boolean.toString(settings.username().isPresent()));
        if (settings.tokenFile().isPresent()) {
            properties.put(prefix + "auth.mechanisms", "XOAUTH2");
        }
        // For TLS from the first byte, too: Angus Mail lays it over the sockets of this factory.
        properties.put(prefix + "socketFactory", new SmtpSocket.Factory(settings.timeout()));
        switch (settings.tls()) {
            case NONE -> {}
            case OPPORTUNISTIC -> {
                properties.put(prefix + "starttls.enable", "true");
                // RFC 7435: against listeners. The alternative is not a better certificate, it is
                // the mail in the clear.
                properties.put(prefix + "ssl.trust", "*");
                properties.put(prefix + "ssl.checkserveridentity", "false");
            }
            case REQUIRED -> {
                properties.put(prefix + "starttls.enable", "true");
                properties.put(prefix + "starttls.required", "true");
                properties.put(prefix + "ssl.checkserveridentity", "true");
            }
            case IMPLICIT -> properties.put(prefix + "ssl.checkserveridentity", "true");
        }
        return properties;
    }
}
