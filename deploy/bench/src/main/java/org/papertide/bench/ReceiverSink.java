package org.papertide.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * An SMTP server that answers as a relay in front of big receivers does that hands their answers
 * on: it greylists, throttles, refuses by policy and knows some addresses not, in set shares and in
 * the receivers' own words. What it answers to a recipient follows from the address and the
 * attempt, so that two runs can be compared. It counts what each recipient got, and can be cut off.
 */
final class ReceiverSink implements AutoCloseable {

    private static final int HUNDRED = 100;

    /**
     * Some recipients of a receiver.
     *
     * @param from with {@code to}: the part of a hundred recipients, by the number in their names
     * @param attempts the first so many attempts of each are answered so
     */
    record Share(int from, int to, int attempts, String reply) {

        boolean has(int number, int attempt) {
            int part = Math.floorMod(number, HUNDRED);
            return part >= from && part < to && attempt <= attempts;
        }
    }

    /**
     * A receiver.
     *
     * @param domain of its recipients; {@code *} for all other domains
     * @param shares replies to RCPT
     * @param perMinute mails that it takes in a minute
     * @param tooFast its reply to further ones
     * @param blockedFor how long it refuses everything, from its first mail on
     * @param blocked its reply then, to the data
     */
    record Receiver(
            String domain,
            List<Share> shares,
            int perMinute,
            String tooFast,
            Duration blockedFor,
            String blocked) {

        Receiver {
            shares = List.copyOf(shares);
        }
    }

    private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();
    private final Map<String, State> states = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Duration distance;
    private final Clock clock;
    private final int port;
    private ServerSocket socket;
    private Thread acceptor;

    /** What a receiver has seen. */
    private static final class State {

        private final Map<String, LongAdder> replies = new ConcurrentSkipListMap<>();
        private Instant first = Instant.MAX;
        private Instant minute = Instant.EPOCH;
        private int inMinute;

        synchronized boolean isBlocked(Instant now, Duration time) {
            if (now.isBefore(first)) {
                first = now;
            }
            return now.isBefore(first.plus(time));
        }

        synchronized boolean isTooFast(Instant now, int perMinute) {
            if (!now.isBefore(minute.plusSeconds(60))) {
                minute = now;
                inMinute = 0;
            }
            inMinute++;
            return inMinute > perMinute;
        }

        void count(String reply) {
            replies.computeIfAbsent(reply, _ -> new LongAdder()).increment();
        }
    }

    /**
     * @param distance added to each reply
     */
    ReceiverSink(List<Receiver> some, Duration distance, Clock clock) {
        some.forEach(receiver -> receivers.put(receiver.domain(), receiver));
        this.distance = distance;
        this.clock = clock;
        this.socket = listen(0);
        this.acceptor = accept(socket);
        this.port = socket.getLocalPort();
    }

    private static ServerSocket listen(int where) {
        try {
            return new ServerSocket(where, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** Hangs up on everyone, in the middle of what they say, and takes no connections. */
    void cut() {
        close();
        for (Socket client : clients) {
            close(client);
        }
    }

    /** Takes connections again, on the same port. */
    void mend() {
        socket = listen(port);
        acceptor = accept(socket);
    }

    /** How many mails each recipient got; those who got none are not in it. */
    Map<String, Integer> taken() {
        return Map.copyOf(taken);
    }

    /** How many recipients have got a mail. */
    int recipients() {
        return taken.size();
    }

    /** How often each recipient was tried. */
    Map<String, Integer> attempts() {
        return Map.copyOf(attempts);
    }

    /** Forgets whom it gave what. */
    void forget() {
        attempts.clear();
        taken.clear();
        states.clear();
    }

    /** How often each receiver gave each reply: {@code 250}, or the words of a refusal. */
    Map<String, Map<String, Long>> answers() {
        Map<String, Map<String, Long>> answers = new TreeMap<>();
        states.forEach((domain, state) -> {
            Map<String, Long> counts = new TreeMap<>();
            state.replies.forEach((reply, count) -> counts.put(reply, count.sum()));
            answers.put(domain, counts);
        });
        return answers;
    }

    private Thread accept(ServerSocket listening) {
        return Thread.ofVirtual().name("receiver-sink").start(() -> acceptAll(listening));
    }

    private void acceptAll(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                clients.add(client);
                Thread.ofVirtual().name("receiver-sink").start(() -> serve(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            new Conversation(client).run();
        } catch (IOException _) {
            // The client hung up, or was cut off.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    private Receiver receiver(String domain) {
        Receiver receiver = receivers.get(domain);
        return receiver == null ? receivers.getOrDefault("*", free(domain)) : receiver;
    }

    private static Receiver free(String domain) {
        return new Receiver(domain, List.of(), Integer.MAX_VALUE, "", Duration.ZERO, "");
    }

    /** The reply to RCPT; empty to take it. */
    private String rcpt(String recipient) {
        Receiver receiver = receiver(domain(recipient));
        int attempt = attempts.merge(recipient, 1, Integer::sum);
        int number = Integer.parseInt("0" + recipient.replaceAll("@.*|\\D", ""));
        return receiver.shares().stream()
                .filter(share -> share.has(number, attempt))
                .findFirst()
                .map(Share::reply)
                .orElse("");
    }

    /** The reply to the final dot; empty to take it. */
    private String dot(String recipient) {
        Receiver receiver = receiver(domain(recipient));
        State state = state(receiver);
        Instant now = clock.instant();
        if (state.isBlocked(now, receiver.blockedFor())) {
            return receiver.blocked();
        }
        return state.isTooFast(now, receiver.perMinute()) ? receiver.tooFast() : "";
    }

    private State state(Receiver receiver) {
        return states.computeIfAbsent(receiver.domain(), _ -> new State());
    }

    private static String domain(String recipient) {
        return recipient.substring(recipient.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /** One connection; understands commands that come together (RFC 2920). */
    private final class Conversation {

        private final InputStream in;
        private final OutputStream out;
        private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
        private String recipient = "";

        Conversation(Socket client) throws IOException {
            this.in = new BufferedInputStream(client.getInputStream(), 1 << 16);
            this.out = client.getOutputStream();
        }

        void run() throws IOException, InterruptedException {
            say("220 receivers");
            flush();
            String line = line();
            while (!line.isEmpty()) {
                String command =
                        line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
                switch (command) {
                    case "EHLO" ->
                            say(
                                    "250-receivers\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES");
                    case "MAIL", "RSET" -> {
                        recipient = "";
                        say("250 2.1.0 Ok");
                    }
                    case "RCPT" -> answerRecipient(line);
                    case "DATA" -> data();
                    case "QUIT" -> {
                        say("221 2.0.0 bye");
                        flush();
                        return;
                    }
                    default -> say("250 2.0.0 Ok");
                }
                if (in.available() == 0) {
                    flush();
                }
                line = line();
            }
        }

        private void answerRecipient(String line) throws IOException {
            String address = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
            String refusal = rcpt(address);
            recipient = refusal.isEmpty() ? address : "";
            if (!refusal.isEmpty()) {
                state(receiver(domain(address))).count(refusal);
            }
            say(refusal.isEmpty() ? "250 2.1.5 Ok" : refusal);
        }

        private void data() throws IOException, InterruptedException {
            if (recipient.isEmpty()) {
                say("503 5.5.1 no recipient");
                return;
            }
            say("354 go on");
            flush();
            skipMail();
            String refusal = dot(recipient);
            if (refusal.isEmpty()) {
                taken.merge(recipient, 1, Integer::sum);
            }
            state(receiver(domain(recipient))).count(refusal.isEmpty() ? "250" : refusal);
            say(refusal.isEmpty() ? "250 2.0.0 Ok: queued" : refusal);
        }

        /** Up to a line that is a dot. */
        private void skipMail() throws IOException {
            int matched = 2;
            byte[] end = {'\r', '\n', '.', '\r', '\n'};
            while (matched < end.length) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("hung up before the dot");
                }
                if (next == end[matched]) {
                    matched++;
                } else {
                    matched = next == '\r' ? 1 : 0;
                }
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            int next = in.read();
            while (next >= 0 && next != '\n') {
                if (next != '\r') {
                    line.append((char) next);
                }
                next = in.read();
            }
            return line.toString();
        }

        private void say(String reply) throws IOException {
            replies.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        private void flush() throws IOException, InterruptedException {
            if (replies.size() > 0) {
                if (distance.isPositive()) {
                    Thread.sleep(distance);
                }
                replies.writeTo(out);
                out.flush();
                replies.reset();
            }
        }
    }

    /**
     * Returns when the port takes nobody: the kernel does until the thread that accepts is gone.
     */
    @Override
    public void close() {
        close(socket);
        try {
            acceptor.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
