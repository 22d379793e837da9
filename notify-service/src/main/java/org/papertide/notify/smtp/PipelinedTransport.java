package org.papertide.notify.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Socket;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Angus Mail's transport up to the first mail: greeting, EHLO, TLS and authentication are its own.
 * Mails go over its {@link #wire}, several commands in one write, which Angus Mail cannot.
 *
 * <p>Public for Jakarta Mail alone, which makes it by its name.
 */
public class PipelinedTransport extends SMTPTransport {

    /**
     * The connection, with all of its layers. Angus Mail shows it nowhere; the alternative is to
     * choose and check certificates here a second time, in socket factories that remember.
     */
    private static final VarHandle SOCKET = socketField();

    /** With TLS from the first byte. */
    public static final class Encrypted extends PipelinedTransport {

        /** Made by Jakarta Mail. */
        public Encrypted(Session session, URLName url) {
            super(session, url, "smtps", true);
        }
    }

    private @Nullable SmtpWire wire;

    /** Made by Jakarta Mail. */
    public PipelinedTransport(Session session, URLName url) {
        this(session, url, "smtp", false);
    }

    private PipelinedTransport(Session session, URLName url, String protocol, boolean encrypted) {
        super(session, url, protocol, encrypted);
    }

    private static VarHandle socketField() {
        try {
            return MethodHandles.privateLookupIn(SMTPTransport.class, MethodHandles.lookup())
                    .findVarHandle(SMTPTransport.class, "serverSocket", Socket.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of Angus Mail keeps no serverSocket", e);
        }
    }

    /**
     * What mails go over, once it is connected.
     *
     * @throws MessagingException if the connection is gone
     */
    synchronized SmtpWire wire() throws MessagingException {
        SmtpWire open = wire;
        if (open == null) {
            Socket socket = (Socket) SOCKET.get(this);
            if (socket == null) {
                throw new MessagingException("not connected");
            }
            try {
                open = new SmtpWire(socket);
            } catch (IOException e) {
                throw new MessagingException("the connection is gone", e);
            }
            wire = open;
        }
        return open;
    }

    /** Closes without a word: the server throws away what has no end yet. */
    void drop() {
        hangUp();
        try {
            close();
        } catch (MessagingException _) {
            // It was gone already.
        }
    }

    /** Cuts the connection alone, from whichever thread. */
    void hangUp() {
        try {
            Socket socket = (Socket) SOCKET.get(this);
            if (socket != null) {
                socket.close();
            }
        } catch (IOException _) {
            // It was gone already.
        }
    }
}
