package org.papertide.notify.returned.listener;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jboss.logging.Logger;
import org.papertide.notify.returned.ReturnAddresses;
import org.papertide.notify.returned.ReturnedMailSink;
import org.papertide.notify.returned.Subject;
import org.papertide.platform.database.DatabaseUnavailableException;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One mail on its way in. */
final class MailReceiver implements MessageHandler {

    private static final Logger LOG = Logger.getLogger(MailReceiver.class);
    private static final int CHUNK = 8 * 1024;

    private final ReturnAddresses addresses;
    private final ReturnedMailSink mails;
    private final int most;
    private final Set<Subject> subjects = new LinkedHashSet<>();

    MailReceiver(ReturnAddresses addresses, ReturnedMailSink mails, int most) {
        this.addresses = addresses;
        this.mails = mails;
        this.most = most;
    }

    /** Bounces have no sender, complaints and wishes have: anybody's may come. */
    @Override
    public void from(String from) {}

    @Override
    public void recipient(String recipient) throws RejectException {
        Subject subject =
                addresses
                        .find(recipient)
                        .orElseThrow(() -> new RejectException(550, "5.1.1 No such mailbox here"));
        subjects.add(subject);
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
        byte[] mail = data.readNBytes(Math.min(ReturnedMailSink.MAX_BYTES, most + 1));
        requireEnd(data, mail.length);
        try {
            subjects.forEach(subject -> mails.take(subject, mail));
        } catch (DatabaseUnavailableException e) {
            throw new RejectException(451, "4.3.0 Not now, please try again later");
        } catch (RuntimeException e) {
            LOG.error("A returned mail cannot be taken.", e);
            throw new RejectException(451, "4.3.0 Not now, please try again later");
        }
        return "2.0.0 Taken";
    }

    /** What is behind the part that is read is thrown away; too much of it ends the connection. */
    private void requireEnd(InputStream data, int before) throws RejectException, IOException {
        byte[] rest = new byte[CHUNK];
        long all = before;
        int read = 0;
        while (all <= most && read >= 0) {
            read = data.read(rest);
            all += Math.max(read, 0);
        }
        if (all > most) {
            throw new DropConnectionException(552, "5.3.4 The mail is too large");
        }
    }

    @Override
    public void done() {
        subjects.clear();
    }
}
