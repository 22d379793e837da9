package org.papertide.notify.smtp;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.papertide.notify.TestListener;

/**
 * An SMTP server that takes the protocol at its word: it complains of commands out of order and of
 * a client that speaks before its turn, says at which command it refuses what, and dies where it is
 * told to.
 */
final class PickySmtpServer implements AutoCloseable {

    /** What it answers; a command is its first word, {@code .} the end of a mail. */
    interface Rules {

        /** The reply; empty to hang up. */
        String reply(int connection, String recipient, String command);
    }

    /** For a command's usual reply. */
    static final String USUAL = "usual";

    /** When its first connection dies, without a word. */
    record Death(int bytesReceived, int bytesSent) {

        static final Death NEVER = new Death(Integer.MAX_VALUE, Integer.MAX_VALUE);

        static Death afterReceiving(int bytes) {
            return new Death(bytes, Integer.MAX_VALUE);
        }

        static Death afterSending(int bytes) {
            return new Death(Integer.MAX_VALUE, bytes);
        }
    }

    private final TestListener listener;
    private final Set<String> extensions;
    private final Rules rules;
    private final Death death;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<String> accepted = new CopyOnWriteArrayList<>();
    private final List<String> contents = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();

    PickySmtpServer(Set<String> extensions, Rules rules, Death death) {
        this.extensions = extensions;
        this.rules = rules;
        this.death = death;
        listener = new TestListener((client, number) -> new Conversation(client, number).run());
    }

    int port() {
        return listener.port();
    }

    /** The recipients of what it took, in order; known before it says so. */
    List<String> accepted() {
        return accepted;
    }

    /** What it took, without the doubled dots. */
    List<String> contents() {
        return contents;
    }

    /** What the client did that it must not. */
    List<String> complaints() {
        return complaints;
    }

    List<String> commands() {
        return commands;
    }

    int connections() {
        return listener.connections();
    }

    /** How often there was something from the client. */
    int reads() {
        return reads.get();
    }

    /** Bytes of the first connection from the client. */
    int received() {
        return received.get();
    }

    /** Bytes of the first connection to the client. */
    int sent() {
        return sent.get();
    }

    private final class Conversation {

        private final InputStream in;
        private final OutputStream out;
        private final int number;
        private String recipient = "";
        private boolean hasSender;
        private boolean hasRecipient;
        private boolean wantsReset;

        Conversation(Socket client, int number) throws IOException {
            this.in =
                    new BufferedInputStream(
                            new FilterInputStream(client.getInputStream()) {
                                @Override
                                public int read(byte[] bytes, int from, int count)
                                        throws IOException {
                                    int got = super.read(bytes, from, count);
                                    if (got > 0) {
                                        reads.incrementAndGet();
                                    }
                                    return got;
                                }
                            });
            this.out = client.getOutputStream();
            this.number = number;
        }

        void run() throws IOException {
            say("220 picky");
            String line = line();
            while (true) {
                commands.add(line);
                String verb = line.split(" ", 2)[0];
                String usual = answer(verb, line);
                String told = rules.reply(number, recipient, verb);
                String reply = told.equals(USUAL) ? usual : told;
                follow(verb, reply);
                if (verb.equals("DATA") && reply.startsWith("354")) {
                    say(reply);
                    reply = mailWithDot();
                }
                if (reply.isEmpty()) {
                    return;
                }
                requireTurn(verb);
                say(reply);
                if (reply.startsWith("421") || verb.equals("QUIT")) {
                    return;
                }
                line = line();
            }
        }

        private String answer(String verb, String line) throws IOException {
            return switch (verb) {
                case "EHLO" -> ehlo();
                case "MAIL" -> mail();
                case "RCPT" -> {
                    recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                    yield hasSender ? "250 2.1.5 Ok" : "503 5.5.1 no sender";
                }
                case "DATA" -> hasRecipient ? "354 go on" : "503 5.5.1 no recipient";
                case "BDAT" -> chunk(line);
                case "QUIT" -> "221 bye";
                default -> "250 Ok";
            };
        }

        private String ehlo() {
            StringBuilder reply = new StringBuilder("250-picky\r\n");
            extensions.forEach(name -> reply.append("250-").append(name).append("\r\n"));
            return reply.append("250 ENHANCEDSTATUSCODES").toString();
        }

        private String mail() {
            if (hasSender) {
                complaints.add("MAIL within a mail");
            }
            // After a chunk that was refused the next envelope may be under way already.
            return hasSender || wantsReset ? "503 5.5.1 out of order" : "250 2.1.0 Ok";
        }

        /** The state after this reply. */
        private void follow(String verb, String reply) {
            boolean positive = reply.startsWith("2");
            switch (verb) {
                case "MAIL" -> hasSender |= positive;
                case "RCPT" -> hasRecipient |= positive;
                case "RSET" -> {
                    reset();
                    wantsReset = false;
                }
                case "BDAT" -> {
                    reset();
                    wantsReset = !positive;
                }
                default -> {}
            }
        }

        private void reset() {
            hasSender = false;
            hasRecipient = false;
        }

        private String chunk(String line) throws IOException {
            StringBuilder content = new StringBuilder();
            int size = Integer.parseInt(line.replaceAll("\\D", ""));
            for (int i = 0; i < size; i++) {
                content.append((char) read());
            }
            return hasRecipient ? took(content.toString()) : "503 5.5.1 no recipient";
        }

        private String mailWithDot() throws IOException {
            StringBuilder content = new StringBuilder();
            String line = line();
            while (!line.equals(".")) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
                line = line();
            }
            boolean any = hasRecipient;
            reset();
            return any ? took(content.toString()) : "554 5.5.1 no valid recipients";
        }

        private String took(String content) {
            String reply = rules.reply(number, recipient, ".");
            boolean takes = reply.equals(USUAL) || reply.isEmpty() || reply.startsWith("2");
            if (takes) {
                accepted.add(recipient);
                contents.add(content);
            }
            return reply.equals(USUAL)
                    ? "250 2.0.0 Ok: queued as Q-" + recipient.replace('@', '-')
                    : reply;
        }

        private void requireTurn(String verb) throws IOException {
            if (!extensions.contains("PIPELINING") && in.available() > 0) {
                complaints.add("spoke before the reply to " + verb);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            int next = read();
            while (next != '\n') {
                line.append((char) next);
                next = read();
            }
            line.setLength(line.length() - 1);
            return line.toString();
        }

        private int read() throws IOException {
            if (number == 1 && received.get() >= death.bytesReceived()) {
                throw new EOFException("dead");
            }
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the client hung up");
            }
            if (number == 1) {
                received.incrementAndGet();
            }
            return next;
        }

        private void say(String reply) throws IOException {
            byte[] bytes = (reply + "\r\n").getBytes(StandardCharsets.UTF_8);
            int most = number == 1 ? death.bytesSent() - sent.get() : bytes.length;
            int count = Math.min(bytes.length, most);
            out.write(bytes, 0, count);
            out.flush();
            if (number == 1) {
                sent.addAndGet(count);
            }
            if (count < bytes.length) {
                throw new EOFException("dead");
            }
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
