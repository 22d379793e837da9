package org.papertide.notify.returned.listener;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Who goes on looks for addresses, or has nothing to say. */
    private static final int MOST_REFUSED = 20;

    private static final String TAKEN = "2.0.0 Taken";
    private static final String LATER = "4.3.0 Not now, please try again later";

    private final ReturnAddresses addresses;
    private final ReturnedMailSink mails;
    private final int most;

    /** One for each recipient. */
    private final List<Subject> subjects = new ArrayList<>();

    private int refused;

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
        Optional<Subject> subject = addresses.find(recipient);
        if (subject.isPresent()) {
            subjects.add(subject.get());
        } else if (++refused > MOST_REFUSED) {
            throw new DropConnectionException(421, "4.7.0 Too many mailboxes that are not here");
        } else {
            throw new RejectException(550, "5.1.1 No such mailbox here");
        }
    }

    @Override
    public String data(InputStream data) throws RejectException, IOException {
        byte[] mail = read(data);
        for (Subject subject : new LinkedHashSet<>(subjects)) {
            if (!isTaken(subject, mail)) {
                throw new RejectException(451, LATER);
            }
        }
        return TAKEN;
    }

    /** The same, with a reply for each recipient. */
    List<String> takeForEach(InputStream data) throws DropConnectionException, IOException {
        byte[] mail = read(data);
        Map<Subject, Boolean> taken = new HashMap<>();
        return subjects.stream()
                .map(subject -> taken.computeIfAbsent(subject, each -> isTaken(each, mail)))
                .map(is -> is ? "250 " + TAKEN : "451 " + LATER)
                .toList();
    }

    private boolean isTaken(Subject subject, byte[] mail) {
        try {
            Object _ = mails.take(subject, mail);
            return true;
        } catch (DatabaseUnavailableException _) {
            return false;
        } catch (RuntimeException e) {
            LOG.error("A returned mail cannot be taken.", e);
            return false;
        }
    }

    private byte[] read(InputStream data) throws DropConnectionException, IOException {
        byte[] mail = data.readNBytes(Math.min(ReturnedMailSink.MAX_BYTES, most + 1));
        requireEnd(data, mail.length);
        return mail;
    }

    /** What is behind the part that is read is thrown away; too much of it ends the connection. */
    private void requireEnd(InputStream data, int before)
            throws DropConnectionException, IOException {
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
