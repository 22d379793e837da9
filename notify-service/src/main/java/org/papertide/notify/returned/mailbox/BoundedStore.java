package org.papertide.notify.returned.mailbox;

import jakarta.mail.Session;
import java.io.IOException;
import java.util.Properties;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.util.MailLogger;
import org.jspecify.annotations.Nullable;

/**
 * A store whose server may say anything, and takes no more memory for it than a bound. Angus makes
 * room for a literal of any size that is announced, collects all answers to a command, and keeps a
 * place for each mail that there is said to be.
 */
final class BoundedStore extends IMAPStore {

    /**
     * What a server may answer to one command, in bytes; a part of a mail that is asked for has 16
     * kB.
     */
    static final int MOST_BYTES = 4 << 20;

    /** Mails that a folder may have: each takes a place of some bytes. */
    static final int MOST_MAILS = 5_000_000;

    /**
     * @param protocol {@code imap} or {@code imaps}
     */
    BoundedStore(Session session, String protocol, boolean isSsl) {
        super(session, null, protocol, isSsl);
    }

    @Override
    protected IMAPProtocol newIMAPProtocol(String host, int port)
            throws IOException, ProtocolException {
        return new Bounded(name, host, port, session.getProperties(), isSSL, logger);
    }

    /** The server says more than any honest one would; what it says next means nothing. */
    static final class ExcessException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ExcessException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private static final class Bounded extends IMAPProtocol {

        /** Room for an answer of usual length, in bytes. */
        private static final int USUAL = 256;

        /**
         * Room taken by the answers to the command under way. Without a value to begin with: the
         * greeting is read before that would be set.
         */
        private long taken;

        Bounded(
                String name,
                String host,
                int port,
                Properties properties,
                boolean isSsl,
                MailLogger logger)
                throws IOException, ProtocolException {
            super(name, host, port, properties, isSsl, logger);
        }

        @Override
        public synchronized Response[] command(String command, @Nullable Argument arguments) {
            taken = 0;
            return super.command(command, arguments);
        }

        /** In place of a buffer that a part of a mail was read into before. */
        @Override
        protected ByteArray getResponseBuffer() {
            ByteArray _ = super.getResponseBuffer();
            take(USUAL);
            return new Buffer();
        }

        @Override
        public Response readResponse() throws IOException, ProtocolException {
            Response response;
            try {
                response = super.readResponse();
            } catch (ExcessException e) {
                throw e;
            } catch (StackOverflowError | RuntimeException e) {
                // Too many parentheses, or a size that is no number of bytes.
                throw excess("an answer that cannot be read", e);
            }
            if (response instanceof IMAPResponse numbered
                    && numbered.keyEquals("EXISTS")
                    && numbered.getNumber() > MOST_MAILS) {
                throw excess("a folder of " + numbered.getNumber() + " mails", null);
            }
            return response;
        }

        private void take(long bytes) {
            taken += bytes;
            if (bytes < 0 || taken > MOST_BYTES) {
                throw excess("an answer of more than " + MOST_BYTES + " bytes", null);
            }
        }

        /** Hangs up: what comes next answers nothing, a farewell neither. */
        private ExcessException excess(String message, @Nullable Throwable cause) {
            disconnect();
            return new ExcessException(message, cause);
        }

        private final class Buffer extends ByteArray {

            Buffer() {
                super(USUAL);
            }

            @Override
            public void grow(int more) {
                take(more);
                super.grow(more);
            }
        }
    }
}
