package org.papertide.notify.returned.mailbox;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;

/** The folders that mails are moved to; each is made when first needed. */
final class OutcomeFolders {

    private final IMAPStore store;
    private final String parent;
    private final Map<String, Folder> known = new HashMap<>();

    OutcomeFolders(IMAPStore store, String parent) {
        this.store = store;
        this.parent = parent;
    }

    /**
     * Moves a mail; where the server knows no MOVE (RFC 6851), it is copied, and deleted. Where it
     * knows no UIDPLUS (RFC 4315) either, it stays, marked as deleted: EXPUNGE would delete what
     * others marked as well.
     *
     * @return whether it has gone
     */
    boolean move(IMAPFolder from, Message message, String outcome) throws MessagingException {
        Message[] one = {message};
        Folder to = folder(outcome);
        if (store.hasCapability("MOVE")) {
            from.moveMessages(one, to);
            return true;
        }
        from.copyMessages(one, to);
        message.setFlag(Flags.Flag.DELETED, true);
        if (!store.hasCapability("UIDPLUS")) {
            return false;
        }
        Message[] _ = from.expunge(one);
        return true;
    }

    /**
     * Whether a mail that is marked as deleted may have been copied, and stays because the
     * connection was lost before it was expunged: else it stays as it is meant to.
     */
    boolean leavesMarked() throws MessagingException {
        return !store.hasCapability("MOVE") && store.hasCapability("UIDPLUS");
    }

    private Folder folder(String outcome) throws MessagingException {
        Folder folder = known.get(outcome);
        if (folder == null) {
            Folder above = store.getFolder(parent);
            if (!above.exists()) {
                boolean _ = above.create(Folder.HOLDS_FOLDERS | Folder.HOLDS_MESSAGES);
            }
            folder = above.getFolder(outcome);
            if (!folder.exists() && !folder.create(Folder.HOLDS_MESSAGES)) {
                throw new MessagingException("the folder " + outcome + " cannot be made");
            }
            known.put(outcome, folder);
        }
        return folder;
    }
}
