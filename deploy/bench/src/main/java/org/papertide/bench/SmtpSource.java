package org.papertide.bench;

import java.util.Optional;

/** Postfix's smtp-source, which sends the same bytes again and again. */
record SmtpSource(Tool tool) {

    /** More of them are not faster. */
    static final int CONNECTIONS = 10;

    static Optional<SmtpSource> find() {
        return Tool.find("smtp-source").map(SmtpSource::new);
    }

    /** Sends so many mails to a port of this machine; returns when the last is taken. */
    void send(int port, long bytes, int mails) {
        send(port, bytes, mails, CONNECTIONS);
    }

    /** The same over so many connections. */
    void send(int port, long bytes, int mails, int connections) {
        tool.run(
                "-d",
                "-l",
                Long.toString(bytes),
                "-m",
                Integer.toString(mails),
                "-s",
                Integer.toString(connections),
                "-f",
                "bench@example.org",
                "-t",
                "reader@example.org",
                "127.0.0.1:" + port);
    }
}
