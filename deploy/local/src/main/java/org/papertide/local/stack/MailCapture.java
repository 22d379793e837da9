package org.papertide.local.stack;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.imap.commands.IdRange;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mail server that forwards nothing. Mails that it receives by SMTP can be read by IMAP (log in
 * as any address, with any password), on a web page and in files. On loopback; for people and
 * tests, about 200 mails/s.
 */
public final class MailCapture implements StackServer {

    /** How many of the newest mails are kept. */
    public static final int KEEP = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(MailCapture.class);

    private final Settings settings;
    private final MailArchive archive;
    private final InboxPage page;
    private @Nullable GreenMail server;

    /**
     * Where its mails are kept and where it listens.
     *
     * @param directory of the mails' files
     * @param smtpPort on 127.0.0.1
     * @param imapPort on 127.0.0.1
     * @param inboxPort of the web page, on 127.0.0.1
     */
    public record Settings(Path directory, int smtpPort, int imapPort, int inboxPort) {}

    public MailCapture(Settings settings) {
        this.settings = settings;
        this.archive = new MailArchive(settings.directory(), KEEP);
        this.page = new InboxPage(settings.inboxPort(), archive);
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public synchronized void start() {
        if (server != null) {
            return;
        }
        ServerSetup smtp = setup(settings.smtpPort(), ServerSetup.PROTOCOL_SMTP);
        ServerSetup imap = setup(settings.imapPort(), ServerSetup.PROTOCOL_IMAP);
        GreenMail starting =
                new GreenMail(new ServerSetup[] {smtp, imap})
                        .withConfiguration(
                                GreenMailConfiguration.aConfig().withDisabledAuthentication());
        UserManager users = starting.getUserManager();
        users.setMessageDeliveryHandler((mail, to) -> deliver(users, mail, to));
        try {
            // The mails first, so that they are there when the port opens.
            archive.open((mail, message) -> user(users, mail.recipient()).deliver(message));
            starting.start();
            page.start();
        } catch (IOException | RuntimeException e) {
            starting.stop();
            throw new ServerFailedException("mail: " + e.getMessage(), e);
        }
        server = starting;
    }

    @Override
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        page.stop();
        server.stop();
        server = null;
    }

    @Override
    public Map<String, String> facts() {
        return Map.of(
                "mail.smtp", Integer.toString(settings.smtpPort()),
                "mail.imap", Integer.toString(settings.imapPort()),
                "mail.inbox", Integer.toString(settings.inboxPort()));
    }

    private static ServerSetup setup(int port, String protocol) {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(10_000);
        return setup;
    }

    /** Called before the server acknowledges the mail, so the file exists by then. */
    private GreenMailUser deliver(UserManager users, MovingMessage mail, MailAddress to)
            throws MessagingException, UserException {
        String recipient = to.getEmail().toLowerCase(Locale.ROOT);
        MailAddress from = mail.getReturnPath();
        try {
            List<CapturedMail> gone =
                    archive.add(
                            recipient, from == null ? null : from.getEmail(), mail.getMessage());
            for (CapturedMail old : gone) {
                forgetOldest(users, old.recipient());
            }
        } catch (IOException e) {
            throw new MessagingException("the mail cannot be kept", e);
        }
        return user(users, recipient);
    }

    private static GreenMailUser user(UserManager users, String address) throws MessagingException {
        GreenMailUser known = users.getUserByEmail(address);
        if (known != null) {
            return known;
        }
        try {
            return users.createUser(address, address, address);
        } catch (UserException e) {
            throw new MessagingException("no mailbox for the recipient", e);
        }
    }

    private void forgetOldest(UserManager users, String address) {
        GreenMailUser user = users.getUserByEmail(address);
        if (user == null) {
            return;
        }
        try {
            MailFolder inbox = users.getImapHostManager().getInbox(user);
            long[] uids = inbox.getMessageUids();
            if (uids.length > archive.count(address)) {
                inbox.setFlags(new Flags(Flags.Flag.DELETED), true, uids[0], null, true);
                inbox.expunge(new IdRange[] {new IdRange(uids[0])});
            }
        } catch (FolderException e) {
            LOG.warn("An old mail stays in memory.", e);
        }
    }
}
