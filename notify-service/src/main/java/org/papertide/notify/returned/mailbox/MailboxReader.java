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
        UIDS.add(FetchProfile.Item.FLAGS);
    }

    /** In place of the name of a mail that is marked as deleted. */
    private static final long DELETED = -1;

    /** Folder of the mails that hold no token of ours. */
    private static final String UNADDRESSED = "unaddressed";

    /** Folder of the mails that could not be read or taken. */
    private static final String FAILED = "failed";

    /** How long a step may take, in times of what one answer may. */
    private static final int ANSWERS = 10;

    private final int batch;
    private final MailboxServer server;
    private final MailboxSettings settings;
    private final ReturnedMailSink mails;
    private final Deadline deadline;
    private final Backoff reconnect;
    private final Tries tries;
    private final Loop loop;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable IMAPFolder waiting;

    /** When the mailbox was last seen to the end, or a mail of it was taken, in nanoseconds. */
    private volatile long worked = System.nanoTime();

    /** Begins to read. */
    public MailboxReader(MailboxServer server, MailboxSettings settings, ReturnedMailSink mails) {
        this(
                server,
                settings,
                mails,
                BATCH,
                settings.timeout().multipliedBy(ANSWERS),
                RECONNECT,
                Tries.PAUSES);
    }

    /**
     * @param batch mails whose names are asked for at once
     * @param longest how long a step may take: logging in, reading a mail, moving it
     * @param reconnect how long to wait for another connection
     * @param again how long to wait before a mail that could not be read is tried again
     */
    MailboxReader(
            MailboxServer server,
            MailboxSettings settings,
            ReturnedMailSink mails,
            int batch,
            Duration longest,
            Backoff reconnect,
            Backoff again) {
        this.batch = batch;
        this.server = server;
        this.settings = settings;
        this.mails = mails;
        this.deadline = new Deadline(longest);
        this.reconnect = reconnect;
        this.tries = new Tries(again, System::nanoTime);
        this.loop = new Loop("returned mail by IMAP", reconnect, this::readUntilLost);
    }

    /** Ends after the mail in hand. */
    @Override
    public void close() {
        closing.countDown();
        endWait(waiting);
        loop.close();
        deadline.close();
    }

    /**
     * How long nothing was seen of the mailbox: since it was asked last and answered, or a mail of
     * it was taken; since the beginning if neither was ever. While all is well it is below {@link
     * MailboxSettings#poll}.
     */
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - worked);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** One connection's life. */
    private Duration readUntilLost() throws InterruptedException {
        boolean isFound = false;
        try {
            IMAPStore store = deadline.run(server::connect);
            try {
                IMAPFolder folder = (IMAPFolder) store.getFolder(settings.folder());
                deadline.run(() -> {
                    folder.open(Folder.READ_WRITE);
                    return folder;
                });
                tries.in(folder.getUIDValidity());
                OutcomeFolders outcomes = new OutcomeFolders(store, settings.outcomes());
                Set<Long> stuck = new HashSet<>();
                while (!isClosing()) {
                    takeAll(folder, outcomes, stuck);
                    isFound = true;
                    worked = System.nanoTime();
                    await(store, folder);
                }
                return Loop.LAST;
            } finally {
                leave(store);
            }
        } catch (MessagingException | BoundedStore.ExcessException e) {
            if (isFound) {
                // Servers end connections now and then: the growing pause is for those that do not
                // get so far.
                LOG.debugf("The mailbox was lost. error=\"%s\"", e.getMessage());
                return reconnect.first();
            }
            throw new UnavailableException("the mailbox: " + e.getMessage(), e);
        }
    }

    /** Closes the connections. What others marked as deleted is not deleted by that. */
    private void leave(IMAPStore store) {
        try {
            deadline.run(() -> {
                store.close();
                return store;
            });
        } catch (MessagingException | BoundedStore.ExcessException e) {
            LOG.debugf("The mailbox was not left in order. error=\"%s\"", e.getMessage());
        }
    }

    /**
     * Takes what is there, a few hundred at a time: a mailbox may have a million mails, and all
     * their names at once would not fit into memory. From the end, for what is moved away changes
     * the numbers of those behind it.
     */
    private void takeAll(IMAPFolder folder, OutcomeFolders outcomes, Set<Long> stuck)
            throws MessagingException {
        int to = deadline.run(folder::getMessageCount);
        while (to > 0 && !isClosing()) {
            int from = Math.max(1, to - batch + 1);
            int last = to;
            Message[] some =
                    deadline.run(() -> {
                        Message[] named = folder.getMessages(from, last);
                        folder.fetch(named, UIDS);
                        return named;
                    });
            for (Message message : some) {
                if (!isClosing() && !message.isExpunged()) {
                    takeOne(folder, (IMAPMessage) message, outcomes, stuck);
                }
            }
            // Another program may have deleted mails meanwhile.
            to = Math.min(from - 1, deadline.run(folder::getMessageCount));
        }
    }

    /**
     * Takes a mail, and moves it, unless it is marked as deleted: so servers without a command to
     * move or to delete it keep one that was copied. Where only the connection was lost in between,
     * it is taken once more, which changes nothing, copied and deleted: nobody knows who marked it,
     * and what was not copied is not deleted. Each try is counted before it: whatever a mail does
     * to the connection, or to its server, it does a few times within an hour, and then it is left
     * alone.
     */
    private void takeOne(
            IMAPFolder folder, IMAPMessage message, OutcomeFolders outcomes, Set<Long> stuck)
            throws MessagingException {
        long uid;
        try {
            uid =
                    deadline.run(() ->
                            message.isSet(Flags.Flag.DELETED) && !outcomes.leavesMarked()
                                    ? DELETED
                                    : folder.getUID(message));
        } catch (MessageRemovedException _) {
            return;
        }
        if (uid == DELETED || stuck.contains(uid)) {
            return;
        }
        Tries.Next next = tries.begin(uid);
        if (next == Tries.Next.LEAVE) {
            return;
        }
        @Nullable String outcome;
        try {
            outcome = next == Tries.Next.MOVE_ASIDE ? FAILED : take(message, folder);
        } catch (UnreadException e) {
            // It is asked for again, but not at once.
            LOG.debugf("A returned mail cannot be read yet. error=\"%s\"", e.getMessage());
            return;
        } catch (UnavailableException e) {
            // Not the mail's fault.
            tries.forget(uid);
            throw e;
        }
        if (outcome != null && !move(folder, message, outcomes, outcome)) {
            // It stays where it is, and unless it is marked as deleted it is read again over the
            // next connection: that changes nothing, its outcome is known.
            stuck.add(uid);
        }
        tries.forget(uid);
        worked = System.nanoTime();
    }

    private boolean move(
            IMAPFolder folder, IMAPMessage message, OutcomeFolders outcomes, String outcome)
            throws MessagingException {
        try {
            return deadline.run(() -> {
                message.setFlag(Flags.Flag.SEEN, true);
                return outcomes.move(folder, message, outcome);
            });
        } catch (MessagingException e) {
            if (!folder.isOpen()) {
                throw e;
            }
            LOG.warnf(
                    "A returned mail cannot be moved to the folder of its outcome. error=\"%s\"",
                    e.getMessage());
            return false;
        }
    }

    /**
     * Takes a mail and names the folder of its outcome; null if another process was faster. A
     * database that is away is thrown, and whatever costs the connection.
     *
     * @throws UnreadException if the server did not give it
     */
    private @Nullable String take(IMAPMessage message, IMAPFolder folder)
            throws MessagingException, UnreadException {
        byte @Nullable [] mail = read(message, folder);
        if (mail == null) {
            return null;
        }
        try {
            return switch (mails.take(mail)) {
                case Taken.Applied(var kind) -> kind.name().toLowerCase(Locale.ROOT);
                case Taken.Unaddressed _ -> UNADDRESSED;
            };
        } catch (UnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("A returned mail cannot be taken; it is moved aside.", e);
            return FAILED;
        }
    }

    /** The mail; null if another process was faster. */
    private byte @Nullable [] read(IMAPMessage message, IMAPFolder folder)
            throws MessagingException, UnreadException {
        try {
            return deadline.run(() -> bytes(message));
        } catch (MessageRemovedException _) {
            return null;
        } catch (BoundedStore.ExcessException | UnreadException e) {
            throw e;
        } catch (MessagingException | IOException | RuntimeException e) {
            if (!folder.isOpen()) {
                throw new MessagingException("lost while a mail was read", e);
            }
            // It may be the server's fault, or have come just after its time.
            throw new UnreadException(e);
        }
    }

    private static byte[] bytes(IMAPMessage message) throws MessagingException, IOException {
        message.setPeek(true);
        try (InputStream text = message.getMimeStream()) {
            byte[] mail = text.readNBytes(ReturnedMailSink.MAX_BYTES);
            if (mail.length == 0) {
                // Angus makes an empty stream of a refusal.
                throw new UnreadException();
            }
            return mail;
        }
    }

    /** The server refuses a mail, or says nothing of it. */
    private static final class UnreadException extends IOException {
        private static final long serialVersionUID = 1;

        UnreadException() {
            super("the server gives nothing of it");
        }

        UnreadException(Exception cause) {
            super(cause.getMessage(), cause);
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
                Object _ =
                        deadline.run(
                                settings.poll(),
                                () -> {
                                    folder.idle(true);
                                    return folder;
                                });
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
