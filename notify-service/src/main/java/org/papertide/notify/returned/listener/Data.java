package org.papertide.notify.returned.listener;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.internal.io.DotTerminatedInputStream;
import org.subethamail.smtp.internal.io.DotUnstuffingInputStream;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.Session;

/**
 * DATA. The library's own stays in the transaction of a mail that is refused, and answers the MAIL
 * of the next with 503, for which its sender gives it up: after the reply to a mail there is no
 * transaction (RFC 5321, 4.1.1.4).
 */
final class Data extends BaseCommand {

    private final boolean forEach;

    private Data(boolean forEach) {
        super("DATA", "The mail follows, and ends with a line that has a dot only.");
        this.forEach = forEach;
    }

    /** With one reply (RFC 5321). */
    static Data smtp() {
        return new Data(false);
    }

    /** With a reply for each recipient (RFC 2033). */
    static Data lmtp() {
        return new Data(true);
    }

    @Override
    public void execute(String line, Session session) throws IOException, DropConnectionException {
        if (!session.isMailTransactionInProgress() || session.getRecipientCount() == 0) {
            session.sendResponse("503 5.5.1 There is no recipient");
            return;
        }
        session.sendResponse("354 The mail, and then a line that has a dot only");
        InputStream mail =
                new DotUnstuffingInputStream(new DotTerminatedInputStream(session.getRawInput()));
        MailReceiver receiver = (MailReceiver) session.getMessageHandler();
        try {
            for (String reply : forEach ? receiver.takeForEach(mail) : take(receiver, mail)) {
                session.sendResponse(reply);
            }
        } catch (DropConnectionException e) {
            // The last is said when the connection ends.
            for (int other = 1; forEach && other < session.getRecipientCount(); other++) {
                session.sendResponse(e.getErrorResponse());
            }
            throw e;
        }
        session.resetMailTransaction();
    }

    private static List<String> take(MailReceiver receiver, InputStream mail)
            throws IOException, DropConnectionException {
        try {
            return List.of("250 " + receiver.data(mail));
        } catch (DropConnectionException e) {
            throw e;
        } catch (RejectException e) {
            return List.of(e.getErrorResponse());
        }
    }
}
