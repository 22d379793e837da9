package org.papertide.notify.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.papertide.notify.TestCertificate;
import org.papertide.notify.TestListener;

/** An SMTP server that answers as a test tells it, and keeps what it accepted. */
public final class ScriptedSmtpServer implements AutoCloseable {

    /** What it does with one mail. An empty reply hangs up. */
    public interface Script {
        /** What EHLO announces beside STARTTLS. */
        default List<String> extensions() {
            return List.of();
        }

        /** The reply to STARTTLS, where that is offered. */
        default String starttls() {
            return "220 go ahead";
        }

        /** The reply to MAIL; the argument counts the connections from 1. */
        default String mail(int connection) {
            return "250 2.1.0 Ok";
        }

        /** The reply to RCPT; the second argument counts this recipient's attempts from 1. */
        default String rcpt(String recipient, int attempt) {
            return "250 2.1.5 Ok";
        }

        /** The reply to the final dot; empty to hang up after accepting. */
        default String dot(String recipient, int attempt) {
            return "250 2.0.0 Ok: queued as Q" + attempt;
        }
    }

    /** A mail that it accepted. */
    public record Accepted(String from, String recipient, String messageId) {}

    /** How it offers TLS. */
    public enum Tls {
        NONE,
        STARTTLS,
        IMPLICIT
    }

    private final TestListener listener;
    private final Tls tls;
    private final TestCertificate certificate;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final List<Accepted> accepted = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final AtomicInteger quits = new AtomicInteger();
    private volatile Script script = new Script() {};

    public ScriptedSmtpServer(int port) {
        this(port, Tls.NONE);
    }

    /** With a certificate for localhost that nobody signed. */
    public ScriptedSmtpServer(int port, Tls tls) {
        this(port, tls, TestCertificate.ofLocalhost());
    }

    ScriptedSmtpServer(int port, Tls tls, TestCertificate certificate) {
        this.tls = tls;
        this.certificate = certificate;
        listener = new TestListener(port, this::serve);
    }

    public int port() {
        return listener.port();
    }

    public void script(Script next) {
        script = next;
    }

    public List<Accepted> accepted() {
        return accepted;
    }

    /** All commands of all connections, in the order in which they came. */
    public List<String> commands() {
        return commands;
    }

    public int connections() {
        return listener.connections();
    }

    public int quits() {
        return quits.get();
    }

    /**
     * Closes the connections that there are, as servers do that have waited for long.
     *
     * @param farewell said before; empty for nothing
     */
    public void closeIdle(String farewell) {
        for (Socket client : Set.copyOf(clients)) {
            try {
                if (!farewell.isEmpty()) {
                    say(client.getOutputStream(), farewell);
                }
                client.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        clients.clear();
    }

    private void serve(Socket client, int number) throws IOException {
        clients.add(client);
        try {
            if (tls == Tls.IMPLICIT) {
                new Conversation(encrypted(client), number, true).run(true);
            } else {
                new Conversation(client, number, false).run(true);
            }
        } finally {
            clients.remove(client);
        }
    }

    private SSLSocket encrypted(Socket client) throws IOException {
        SSLSocket secure =
                (SSLSocket)
                        certificate
                                .shown()
                                .getSocketFactory()
                                .createSocket(
                                        client, client.getInetAddress().getHostName(), 0, true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    /** One connection. */
    private final class Conversation {

        private final Socket client;
        private final int number;
        private final boolean secure;
        private final BufferedReader in;
        private final OutputStream out;
        private String from = "";
        private String recipient = "";
        private int attempt;

        Conversation(Socket client, int number, boolean secure) throws IOException {
            this.client = client;
            this.number = number;
            this.secure = secure;
            this.in =
                    new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            this.out = client.getOutputStream();
        }

        void run(boolean greets) throws IOException {
            if (greets) {
                say(out, "220 test");
            }
            String line = in.readLine();
            while (line != null) {
                commands.add(line);
                String reply = line.startsWith("DATA") ? data() : answer(line);
                if (reply.isEmpty()) {
                    return;
                }
                say(out, reply);
                if (line.startsWith("QUIT")) {
                    return;
                }
                if (line.equals("STARTTLS") && reply.startsWith("220")) {
                    new Conversation(encrypted(client), number, true).run(false);
                    return;
                }
                line = in.readLine();
            }
        }

        private String answer(String line) {
            if (line.startsWith("EHLO")) {
                return ehlo();
            }
            if (line.equals("STARTTLS")) {
                return script.starttls();
            }
            if (line.startsWith("AUTH")) {
                return "235 2.7.0 welcome";
            }
            if (line.startsWith("MAIL")) {
                from = between(line);
                return script.mail(number);
            }
            if (line.startsWith("RCPT")) {
                recipient = between(line);
                attempt =
                        attempts.computeIfAbsent(recipient, _ -> new AtomicInteger())
                                .incrementAndGet();
                return script.rcpt(recipient, attempt);
            }
            if (line.startsWith("QUIT")) {
                quits.incrementAndGet();
                return "221 bye";
            }
            return "250 Ok";
        }

        /** The first line is the server's name, whatever it says. */
        private String ehlo() {
            StringBuilder reply = new StringBuilder("250-test\r\n");
            if (tls == Tls.STARTTLS && !secure) {
                reply.append("250-STARTTLS\r\n");
            }
            script.extensions().forEach(name -> reply.append("250-").append(name).append("\r\n"));
            return reply.append("250 ENHANCEDSTATUSCODES").toString();
        }

        private String data() throws IOException {
            say(out, "354 go on");
            Accepted mail = new Accepted(from, recipient, messageId(in));
            String reply = script.dot(recipient, attempt);
            if (reply.isEmpty() || reply.startsWith("2")) {
                accepted.add(mail);
            }
            return reply;
        }
    }

    private static String messageId(BufferedReader in) throws IOException {
        String id = "";
        String line = in.readLine();
        while (!".".equals(line)) {
            if (line == null) {
                throw new IOException("hung up before the dot");
            }
            if (line.startsWith("Message-ID: ")) {
                id = line.substring("Message-ID: ".length());
            }
            line = in.readLine();
        }
        return id;
    }

    private static String between(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /**
     * Returns when the port takes nobody: the kernel does until the thread that accepts is gone.
     */
    @Override
    public void close() {
        listener.close();
    }
}
