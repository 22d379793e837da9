package org.papertide.notify.returned.listener;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.subethamail.smtp.internal.server.BaseCommand;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;

/**
 * The first command, and what is offered. The library's own offers TLS under TLS (RFC 3207, 4.2).
 */
final class Hello extends BaseCommand {

    private final List<String> offered;

    private Hello(String name, List<String> offered) {
        super(name, "Introduce yourself.", "<hostname>");
        this.offered = offered;
    }

    /** EHLO (RFC 5321). */
    static Hello smtp() {
        return new Hello("EHLO", List.of("8BITMIME", "SMTPUTF8"));
    }

    /** LHLO (RFC 2033). */
    static Hello lmtp() {
        return new Hello("LHLO", List.of("PIPELINING", "8BITMIME", "SMTPUTF8"));
    }

    @Override
    public void execute(String line, Session session) throws IOException {
        String[] words = getArgs(line);
        if (words.length < 2) {
            session.sendResponse("501 5.5.4 Syntax: %s hostname".formatted(getName()));
            return;
        }
        session.resetMailTransaction();
        session.setHelo(words[1]);
        SMTPServer server = session.getServer();
        List<String> lines = new ArrayList<>(List.of(server.getHostName()));
        lines.addAll(offered);
        if (server.getEnableTLS() && !session.isTLSStarted()) {
            lines.add("STARTTLS");
        }
        String last = "250 SIZE " + server.getMaxMessageSize();
        session.sendResponse("250-" + String.join("\r\n250-", lines) + "\r\n" + last);
    }
}
