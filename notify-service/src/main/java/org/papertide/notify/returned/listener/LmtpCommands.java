package org.papertide.notify.returned.listener;

import java.io.IOException;
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
        commands.addCommand(Data.lmtp());
        commands.addCommand(new Unknown("HELO"));
        commands.addCommand(new Unknown("EHLO"));
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
