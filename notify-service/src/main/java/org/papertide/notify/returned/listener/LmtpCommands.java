package org.papertide.notify.returned.listener;

import java.io.IOException;
import java.io.InputStream;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.internal.io.DotTerminatedInputStream;
import org.subethamail.smtp.internal.io.DotUnstuffingInputStream;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.internal.server.CommandHandler;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/**
 * What LMTP has in place of SMTP's commands (RFC 2033): LHLO for HELO and EHLO, and a reply to DATA
 * for each recipient.
 */
final class LmtpCommands {

    private LmtpCommands() {}

    static void replaceThoseOf(SMTPServer server) {
        CommandHandler commands = server.getCommandHandler();
        commands.addCommand(Hello.lmtp());
        commands.addCommand(new Data());
        commands.addCommand(new Unknown("HELO"));
        commands.addCommand(new Unknown("EHLO"));
    }

    private static final class Data extends BaseCommand {

        Data() {
            super("DATA", "The mail follows, and ends with a line that has a dot only.");
        }

        @Override
        public void execute(String line, Session session)
                throws IOException, DropConnectionException {
            if (!session.isMailTransactionInProgress() || session.getRecipientCount() == 0) {
                session.sendResponse("503 5.5.1 There is no recipient");
                return;
            }
            session.sendResponse("354 The mail, and then a line that has a dot only");
            InputStream mail =
                    new DotUnstuffingInputStream(
                            new DotTerminatedInputStream(session.getRawInput()));
            MailReceiver receiver = (MailReceiver) session.getMessageHandler();
            try {
                for (String reply : receiver.takeForEach(mail)) {
                    session.sendResponse(reply);
                }
            } catch (DropConnectionException e) {
                // The last is said when the connection ends.
                for (int other = 1; other < session.getRecipientCount(); other++) {
                    session.sendResponse(e.getErrorResponse());
                }
                throw e;
            }
            session.resetMailTransaction();
        }
    }

    private static final class Unknown extends BaseCommand {

        Unknown(String name) {
            super(name, "Not of LMTP.");
        }

        @Override
        public void execute(String line, Session session) throws IOException {
            session.sendResponse("500 5.5.1 This is LMTP");
        }
    }
}
