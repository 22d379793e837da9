package org.papertide.notify.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An SMTP server that answers as a test tells it, and keeps what it accepted. */
public final class ScriptedSmtpServer implements AutoCloseable {

    /** What it does with one mail. */
    public interface Script {
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

    private final ServerSocket socket;
    private final List<Accepted> accepted = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger quits = new AtomicInteger();
    private volatile Script script = new Script() {};

    public ScriptedSmtpServer(int port) {
        try {
            socket = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public void script(Script next) {
        script = next;
    }

    public List<Accepted> accepted() {
        return accepted;
    }

    public int connections() {
        return connections.get();
    }

    public int quits() {
        return quits.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        client.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = client.getOutputStream()) {
            client.setTcpNoDelay(true);
            say(out, "220 test");
            String from = "";
            String recipient = "";
            int attempt = 0;
            String line = in.readLine();
            while (line != null) {
                if (line.startsWith("EHLO")) {
                    say(out, "250 test");
                } else if (line.startsWith("MAIL")) {
                    from = between(line);
                    say(out, "250 2.1.0 Ok");
                } else if (line.startsWith("RCPT")) {
                    recipient = between(line);
                    attempt =
                            attempts.computeIfAbsent(recipient, _ -> new AtomicInteger())
                                    .incrementAndGet();
                    say(out, script.rcpt(recipient, attempt));
                } else if (line.startsWith("DATA")) {
                    say(out, "354 go on");
                    Accepted mail = new Accepted(from, recipient, messageId(in));
                    String reply = script.dot(recipient, attempt);
                    if (reply.isEmpty() || reply.startsWith("2")) {
                        accepted.add(mail);
                    }
                    if (reply.isEmpty()) {
                        return;
                    }
                    say(out, reply);
                } else if (line.startsWith("QUIT")) {
                    quits.incrementAndGet();
                    say(out, "221 bye");
                    return;
                } else {
                    say(out, "250 Ok");
                }
                line = in.readLine();
            }
        } catch (IOException _) {
            // The client hung up.
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

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
