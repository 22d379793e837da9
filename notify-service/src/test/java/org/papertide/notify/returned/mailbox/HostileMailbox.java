package org.papertide.notify.returned.mailbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.notify.TestListener;

/**
 * An IMAP server with three mails, named 11, 12 and 13, of which it answers for the second as it
 * likes. What is moved is gone.
 */
final class HostileMailbox implements AutoCloseable {

    /** What it answers where the second mail is asked for. */
    @FunctionalInterface
    interface Manner {

        /** Whether it goes on; otherwise it hangs up. */
        boolean answer(Peer peer, String tag, int number) throws IOException;
    }

    private static final Pattern FETCH = Pattern.compile("(\\S+) FETCH (\\S+) \\((.*)\\)");
    private static final Pattern EXPUNGE = Pattern.compile("(\\S+) UID EXPUNGE (\\d+)");
    private static final Pattern MOVE = Pattern.compile("(\\S+) MOVE (\\d+) \"?([^\" ]+)\"?");

    private final List<Long> mails = new ArrayList<>(List.of(11L, 12L, 13L));
    private final List<String> moved = new CopyOnWriteArrayList<>();
    private final List<String> deleted = new CopyOnWriteArrayList<>();
    private final Set<Long> marked = new HashSet<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicBoolean hangsUp = new AtomicBoolean();
    private final Manner manner;
    private final String exists;
    private final String capabilities;
    private final TestListener listener;

    HostileMailbox(Manner manner) {
        this(manner, "");
    }

    /**
     * @param exists what it says of its mails' number; empty for the truth
     */
    HostileMailbox(Manner manner, String exists) {
        this(manner, exists, "IMAP4rev1 MOVE");
    }

    /** A server that knows neither MOVE nor UIDPLUS, and hands out all its mails. */
    static HostileMailbox withoutMove() {
        return harmless("IMAP4rev1");
    }

    /** A server that knows no MOVE, and hangs up where it is asked for the first time to delete. */
    static HostileMailbox hangingUpAtExpunge() {
        HostileMailbox mailbox = harmless("IMAP4rev1 UIDPLUS");
        mailbox.hangsUp.set(true);
        return mailbox;
    }

    private static HostileMailbox harmless(String capabilities) {
        return new HostileMailbox(
                (peer, tag, number) -> {
                    send(peer, number, "HARD 12");
                    peer.say(tag + " OK done");
                    return true;
                },
                "",
                capabilities);
    }

    private HostileMailbox(Manner manner, String exists, String capabilities) {
        this.manner = manner;
        this.exists = exists;
        this.capabilities = capabilities;
        this.listener = new TestListener((client, _) -> serve(client));
    }

    int port() {
        return listener.port();
    }

    int connections() {
        return connections.get();
    }

    /** How often it was asked whether there is anything new. */
    int looks() {
        return looks.get();
    }

    /** Each mail that was moved, and where to. */
    List<String> moved() {
        return List.copyOf(moved);
    }

    synchronized List<Long> left() {
        return List.copyOf(mails);
    }

    List<String> deleted() {
        return List.copyOf(deleted);
    }

    /** The other end. */
    static final class Peer {

        private final OutputStream out;

        Peer(OutputStream out) {
            this.out = out;
        }

        void say(String line) throws IOException {
            write(line + "\r\n");
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
    }

    private void serve(Socket client) throws IOException {
        connections.incrementAndGet();
        Peer peer = new Peer(client.getOutputStream());
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        peer.say("* OK [CAPABILITY " + capabilities + "] here");
        boolean goesOn = true;
        while (goesOn) {
            String line = in.readLine();
            goesOn = line != null && answer(peer, line);
        }
    }

    private synchronized boolean answer(Peer peer, String line) throws IOException {
        String[] words = line.split(" ", 3);
        Matcher fetch = FETCH.matcher(line);
        Matcher move = MOVE.matcher(line);
        Matcher expunge = EXPUNGE.matcher(line);
        if (fetch.matches() && fetch.group(3).contains("BODY")) {
            int number = Integer.parseInt(fetch.group(2));
            if (mails.get(number - 1) == 12) {
                return manner.answer(peer, words[0], number);
            }
            send(peer, number, "HARD " + mails.get(number - 1));
        } else if (fetch.matches()) {
            for (int i = 0; i < mails.size(); i++) {
                String flags = marked.contains(mails.get(i)) ? "\\Deleted" : "";
                peer.say("* %d FETCH (UID %d FLAGS (%s))".formatted(i + 1, mails.get(i), flags));
            }
        } else if (expunge.matches()) {
            if (hangsUp.getAndSet(false)) {
                return false;
            }
            long uid = Long.parseLong(expunge.group(2));
            int number = mails.indexOf(uid) + 1;
            if (number > 0 && marked.contains(uid)) {
                deleted.add(String.valueOf(mails.remove(number - 1)));
                peer.say("* " + number + " EXPUNGE");
            }
        } else if (move.matches()) {
            int number = Integer.parseInt(move.group(2));
            moved.add(mails.remove(number - 1) + " " + move.group(3));
            peer.say("* " + number + " EXPUNGE");
        } else {
            other(peer, words);
        }
        peer.say(words[0] + " OK done");
        return true;
    }

    private void other(Peer peer, String[] words) throws IOException {
        switch (words[1]) {
            case "NOOP" -> looks.incrementAndGet();
            case "CAPABILITY" -> peer.say("* CAPABILITY " + capabilities);
            case "COPY" -> {
                String[] copy = words[2].split(" ", 2);
                moved.add(mail(copy[0]) + " " + copy[1].replace("\"", ""));
            }
            case "SELECT" -> {
                peer.say("* " + (exists.isEmpty() ? mails.size() : exists) + " EXISTS");
                peer.say("* OK [UIDVALIDITY 1] yes");
            }
            case "LIST" -> peer.say("* LIST () \".\" " + words[2].split(" ", 2)[1]);
            case "STORE" -> {
                if (words[2].contains("\\Deleted")) {
                    deleted.add(words[2]);
                    marked.add(mail(words[2].split(" ", 2)[0]));
                }
            }
            case "EXPUNGE", "UID" -> deleted.add(String.join(" ", words));
            default -> {}
        }
    }

    private long mail(String number) {
        return mails.get(Integer.parseInt(number) - 1);
    }

    /** A mail, as an answer to FETCH. */
    static void send(Peer peer, int number, String body) throws IOException {
        String mail = "From: <>\r\n\r\n" + body;
        peer.say("* " + number + " FETCH (BODY[]<0> {" + mail.length() + "}\r\n" + mail + ")");
    }

    @Override
    public void close() {
        listener.close();
    }
}
