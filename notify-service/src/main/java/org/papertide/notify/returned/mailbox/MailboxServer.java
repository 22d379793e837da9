package org.papertide.notify.returned.mailbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.papertide.notify.returned.mailbox.MailboxSettings.Tls;
import org.papertide.notify.smtp.AccessToken;

/** The server with the mailbox, and how it is reached. */
public final class MailboxServer {

    /** A password to one of these does not leave the machine. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final MailboxSettings settings;
    private final String host;
    private final Session session;

    /**
     * @param host where it is
     * @throws IllegalArgumentException if the settings would send a password that others can read
     */
    public MailboxServer(MailboxSettings settings, String host) {
        this(settings, host, new Properties());
    }

    /**
     * @param more further properties of Angus Mail
     */
    MailboxServer(MailboxSettings settings, String host, Properties more) {
        if (settings.tls() == Tls.NONE && !LOOPBACK.contains(host)) {
            throw new IllegalArgumentException(
                    "papertide.returned.imap.tls: must be IMPLICIT or REQUIRED where the server is"
                            + " on another machine");
        }
        requireTokenIsSafe(settings);
        this.settings = settings;
        this.host = host;
        Properties properties = properties(settings);
        properties.putAll(more);
        this.session = Session.getInstance(properties);
    }

    /** Logs in; whatever the server says takes no more memory than a bound. */
    IMAPStore connect() throws MessagingException {
        IMAPStore store =
                new BoundedStore(session, protocol(settings.tls()), settings.tls() == Tls.IMPLICIT);
        store.connect(
                host,
                settings.port(),
                settings.username().orElse(null),
                settings.tokenFile().isPresent()
                        ? AccessToken.read(settings.tokenFile().get())
                        : settings.password().orElse(null));
        return store;
    }

    /** A token is good elsewhere, too: it goes nowhere in the clear, not even on this machine. */
    private static void requireTokenIsSafe(MailboxSettings settings) {
        if (settings.tokenFile().isEmpty()) {
            return;
        }
        if (settings.tls() == Tls.NONE) {
            throw new IllegalArgumentException(
                    "papertide.returned.imap.tls: must be IMPLICIT or REQUIRED where there is a"
                            + " token-file");
        }
        if (settings.password().isPresent()) {
            throw new IllegalArgumentException(
                    "papertide.returned.imap.token-file: there is a password as well");
        }
        if (settings.username().isEmpty()) {
            throw new IllegalArgumentException(
                    "papertide.returned.imap.username: must be set where there is a token-file");
        }
    }

    private static String protocol(Tls tls) {
        return tls == Tls.IMPLICIT ? "imaps" : "imap";
    }

    private static Properties properties(MailboxSettings settings) {
        String prefix = "mail." + protocol(settings.tls()) + ".";
        String timeout = Long.toString(settings.timeout().toMillis());
        Properties properties = new Properties();
        properties.put(prefix + "connectiontimeout", timeout);
        properties.put(prefix + "timeout", timeout);
        properties.put(prefix + "writetimeout", timeout);
        if (settings.tokenFile().isPresent()) {
            properties.put(prefix + "auth.mechanisms", "XOAUTH2");
        }
        switch (settings.tls()) {
            case NONE -> {}
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
