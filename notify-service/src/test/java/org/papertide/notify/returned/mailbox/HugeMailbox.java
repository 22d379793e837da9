package org.papertide.notify.returned.mailbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An IMAP server that says that there are so many mails, and hangs up when it is asked for one. */
final class HugeMailbox implements AutoCloseable {

    private final ServerSocket server;
    private final int mails;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    HugeMailbox(int mails) throws IOException {
        this.mails = mails;
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /** What mails were asked for, in order. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                answer(client);
            } catch (IOException _) {
                // It hung up, or we did.
            }
        }
    }

    private void answer(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        say(client, "* OK here");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", 3);
            switch (words[1]) {
                case "CAPABILITY" -> say(client, "* CAPABILITY IMAP4rev1 AUTH=PLAIN");
                case "SELECT" -> say(client, "* " + mails + " EXISTS\r\n* OK [UIDVALIDITY 1] yes");
                case "FETCH" -> {
                    heard.add(words[2]);
                    return;
                }
                default -> {}
            }
            say(client, words[0] + " OK " + words[1] + " done");
        }
    }

    private static void say(Socket client, String line) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
