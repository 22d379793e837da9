package org.papertide.notify.returned.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.papertide.notify.TestCertificate;
import org.papertide.notify.TestListener;

/** Offers STARTTLS before an IMAP server that has none, and remembers what came in the clear. */
final class StarttlsFront implements AutoCloseable {

    /** What the front does with the command STARTTLS. */
    enum Manner {
        ENCRYPTS,
        REFUSES,
        OFFERS_NONE
    }

    private final TestListener listener;
    private final int behind;
    private final Manner manner;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    StarttlsFront(int behind, Manner manner) {
        this.behind = behind;
        this.manner = manner;
        this.listener = new TestListener((client, _) -> serve(client));
    }

    int port() {
        return listener.port();
    }

    /** The commands that came in the clear. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    private void serve(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        say(client, "* OK ready");
        while (true) {
            String line = line(in);
            heard.add(line);
            String tag = line.split(" ", 2)[0];
            String command = line.substring(tag.length()).strip().toUpperCase(Locale.ROOT);
            if (command.equals("CAPABILITY")) {
                String offer = manner == Manner.OFFERS_NONE ? "" : " STARTTLS";
                say(client, "* CAPABILITY IMAP4rev1" + offer);
                say(client, tag + " OK");
            } else if (command.equals("STARTTLS") && manner == Manner.ENCRYPTS) {
                say(client, tag + " OK");
                join(client);
                return;
            } else {
                say(client, tag + " NO not here");
            }
        }
    }

    private void join(Socket client) throws IOException {
        try (SSLSocket encrypted =
                        (SSLSocket)
                                TestCertificate.ofLocalhost()
                                        .shown()
                                        .getSocketFactory()
                                        .createSocket(client, "localhost", client.getPort(), true);
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            encrypted.setUseClientMode(false);
            encrypted.startHandshake();
            // The greeting was said already.
            String _ = line(server.getInputStream());
            Thread back = Thread.ofVirtual().start(() -> copy(server, encrypted));
            copy(encrypted, server);
            server.shutdownOutput();
            back.join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            byte[] bytes = new byte[4096];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                out.write(bytes, 0, n);
                out.flush();
            }
        } catch (IOException _) {
            // One of both has gone.
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Byte by byte: what follows a line may be TLS. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() {
        listener.close();
    }
}
