package org.papertide.notify.returned.mailbox;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.notify.returned.ReturnedMailSink;
import org.papertide.notify.returned.ReturnedMailSink.Taken;
import org.papertide.platform.loop.Backoff;
import org.papertide.platform.loop.Loop;
import org.papertide.platform.loop.UnavailableException;

/** Reads a mailbox until it is closed; one connection at a time. */
public final class MailboxReader implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MailboxReader.class);
    private static final Backoff RECONNECT =
            Backoff.of(Duration.ofSeconds(1), Duration.ofMinutes(5));

    /** Mails whose names are asked for at once. */
    private static final int BATCH = 200;

    private static final FetchProfile UIDS = new FetchProfile();

    static {
        UIDS.add(UIDFolder.FetchProfileItem.UID);
    }

    /** Folder of the mails that hold no token of ours. */
    private static final String UNADDRESSED = "unaddressed";

    /** Folder of the mails that could not be read or taken. */
    private static final String FAILED = "failed";

    private final int batch;
    private final MailboxServer server;
    private final MailboxSettings settings;
    private final ReturnedMailSink mails;
    private final Loop loop;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable IMAPFolder waiting;

    /** Begins to read. */
    public MailboxReader(MailboxServer server, MailboxSettings settings, ReturnedMailSink mails) {
        this(server, settings, mails, BATCH);
    }

    /**
     * @param batch mails whose names are asked for at once
     */
    MailboxReader(
            MailboxServer server, MailboxSettings settings, ReturnedMailSink mails, int batch) {
        this.batch = batch;
        this.server = server;
        this.settings = settings;
        this.mails = mails;
        this.loop = new Loop("returned mail by IMAP", RECONNECT, this::readUntilLost);
    }

    /** Ends after the mail in hand. */
    @Override
    public void close() {
        closing.countDown();
        endWait(waiting);
        loop.close();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** One connection's life. */
    private Duration readUntilLost() throws InterruptedException {
        boolean worked = false;
        try (IMAPStore store = server.connect()) {
            IMAPFolder folder = (IMAPFolder) store.getFolder(settings.folder());
            folder.open(Folder.READ_WRITE);
            OutcomeFolders outcomes = new OutcomeFolders(store, settings.outcomes());
            Set<Long> stuck = new HashSet<>();
            while (!isClosing()) {
                takeAll(folder, outcomes, stuck);
                worked = true;
                await(store, folder);
            }
            // Without what others marked as deleted being deleted.
            folder.close(false);
            return Loop.LAST;
        } catch (MessagingException e) {
            if (worked) {
                // Servers end connections now and then: the growing pause is for those that do not
                // get so far.
                LOG.debugf("The mailbox was lost. error=\"%s\"", e.getMessage());
                return RECONNECT.first();
            }
            throw new UnavailableException("the mailbox: " + e.getMessage(), e);
        }
    }

    /**
     * Takes what is there, a few hundred at a time: a mailbox may have a million mails, and all
     * their names at once would not fit into memory. From the end, for what is moved away changes
     * the numbers of those behind it.
     */
    private void takeAll(IMAPFolder folder, OutcomeFolders outcomes, Set<Long> stuck)
            throws MessagingException {
        int to = folder.getMessageCount();
        while (to > 0 && !isClosing()) {
            int from = Math.max(1, to - batch + 1);
            Message[] some = folder.getMessages(from, to);
            folder.fetch(some, UIDS);
            for (Message message : some) {
                if (!isClosing() && !message.isExpunged()) {
                    takeOne(folder, (IMAPMessage) message, outcomes, stuck);
                }
            }
            // Another program may have deleted mails meanwhile.
            to = Math.min(from - 1, folder.getMessageCount());
        }
    }

    private void takeOne(
            IMAPFolder folder, IMAPMessage message, OutcomeFolders outcomes, Set<Long> stuck)
            throws MessagingException {
        long uid = folder.getUID(message);
        if (stuck.contains(uid)) {
            return;
        }
        @Nullable String outcome = take(message, folder);
        if (outcome == null) {
            return;
        }
        try {
            message.setFlag(Flags.Flag.SEEN, true);
            outcomes.move(folder, message, outcome);
        } catch (MessagingException e) {
            if (!folder.isOpen()) {
                throw e;
            }
            // It stays where it is, and is read again over the next connection: that changes
            // nothing, its outcome is known.
            stuck.add(uid);
            LOG.warnf(
                    "A returned mail cannot be moved to the folder of its outcome. error=\"%s\"",
                    e.getMessage());
        }
    }

    /**
     * Takes a mail and names the folder of its outcome; null if another process was faster. A
     * database that is away is thrown.
     */
    private @Nullable String take(IMAPMessage message, IMAPFolder folder)
            throws MessagingException {
        try {
            return switch (mails.take(bytes(message))) {
                case Taken.Applied(var kind) -> kind.name().toLowerCase(Locale.ROOT);
                case Taken.Unaddressed _ -> UNADDRESSED;
            };
        } catch (UnavailableException e) {
            throw e;
        } catch (MessageRemovedException _) {
            return null;
        } catch (MessagingException | IOException | RuntimeException e) {
            if (!folder.isOpen()) {
                throw new MessagingException("lost while a mail was read", e);
            }
            LOG.error("A returned mail cannot be taken; it is moved aside.", e);
            return FAILED;
        }
    }

    private static byte[] bytes(IMAPMessage message) throws MessagingException, IOException {
        message.setPeek(true);
        try (InputStream text = message.getMimeStream()) {
            return text.readNBytes(ReturnedMailSink.MAX_BYTES);
        }
    }

    private void await(IMAPStore store, IMAPFolder folder)
            throws MessagingException, InterruptedException {
        if (!store.hasCapability("IDLE")) {
            boolean _ = closing.await(settings.poll().toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        Thread alarm = Thread.ofVirtual().name("returned mail poll").start(() -> ring(folder));
        waiting = folder;
        try {
            if (!isClosing()) {
                folder.idle(true);
            }
        } finally {
            waiting = null;
            alarm.interrupt();
        }
    }

    private void ring(IMAPFolder folder) {
        try {
            boolean _ = closing.await(settings.poll().toMillis(), TimeUnit.MILLISECONDS);
            endWait(folder);
        } catch (InterruptedException _) {
            // Something came before.
        }
    }

    /** Any command ends the wait of IDLE; a server that answers none has gone. */
    private static void endWait(@Nullable IMAPFolder folder) {
        try {
            if (folder != null) {
                Object _ =
                        folder.doCommand(protocol -> {
                            protocol.noop();
                            return null;
                        });
            }
        } catch (MessagingException | IllegalStateException _) {
            // The reader sees it, too.
        }
    }
}
