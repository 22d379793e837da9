package org.papertide.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Requests as bytes: what no client would send, over a connection of its own, so that the end of
 * the answer is the end of the connection.
 */
final class RawHttp {

    /** Longer than a service waits for a request to be complete. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Answers of errors are short; a stream of events has no end. */
    private static final int MOST_BYTES = 1 << 16;

    private RawHttp() {}

    /**
     * What came back.
     *
     * @param status of the answer; 0 if the connection was closed without one, -1 if it stayed open
     * @param type its media type, without parameters; empty without one
     * @param text all of it
     */
    record Answer(int status, String type, String text) {

        private static final int CLOSED = 0;
        private static final int HANGING = -1;

        static Answer of(String text, boolean hanging) {
            if (!text.startsWith("HTTP/1.1 ")) {
                return new Answer(hanging ? HANGING : CLOSED, "", text);
            }
            int status = Integer.parseInt(text.substring(9, 12));
            // What is answered well may go on, as a stream of events does.
            return new Answer(hanging && status >= 400 ? HANGING : status, type(text), text);
        }

        private static String type(String text) {
            return text.lines()
                    .takeWhile(line -> !line.isEmpty())
                    .map(line -> line.toLowerCase(Locale.ROOT))
                    .filter(line -> line.startsWith("content-type:"))
                    .map(line -> line.substring("content-type:".length()).split(";", 2)[0].strip())
                    .findFirst()
                    .orElse("");
        }

        String body() {
            int end = text.indexOf("\r\n\r\n");
            return end < 0 ? "" : text.substring(end + 4);
        }
    }

    /** Sends these bytes, and waits for the answer and the end of the connection. */
    static Answer send(URI service, byte[] request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
            Thread writer = Thread.startVirtualThread(() -> write(socket, request));
            Answer answer = read(socket);
            writer.interrupt();
            return answer;
        }
    }

    private static void write(Socket socket, byte[] request) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
        } catch (IOException _) {
            // Answered before its end.
        }
    }

    private static Answer read(Socket socket) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean hanging = false;
        try {
            InputStream in = socket.getInputStream();
            byte[] part = new byte[4096];
            int length = in.read(part);
            while (length > 0 && bytes.size() < MOST_BYTES) {
                bytes.write(part, 0, length);
                String text = bytes.toString(StandardCharsets.UTF_8);
                if (text.contains("\r\n\r\n") && Answer.of(text, false).status() < 400) {
                    break;
                }
                length = in.read(part);
            }
        } catch (SocketTimeoutException _) {
            hanging = true;
        } catch (IOException _) {
            // Closed, with bytes of ours that nobody read.
        }
        return Answer.of(bytes.toString(StandardCharsets.UTF_8), hanging);
    }
}
