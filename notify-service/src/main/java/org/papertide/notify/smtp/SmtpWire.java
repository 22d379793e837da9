package org.papertide.notify.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The bytes of one connection: commands and mails are put together and go in one write; replies are
 * read one by one. One thread at a time.
 */
final class SmtpWire {

    /** RFC 5321, 4.5.3.1.5 says 512 octets; some servers send long texts. */
    private static final int MAX_REPLY = 16 * 1024;

    private static final int CODE_LENGTH = 3;
    private static final long NOT_BEGUN = 0;
    private static final byte[] END_OF_LINE = {'\r', '\n'};
    private static final byte[] END_OF_MAIL = {'.', '\r', '\n'};

    /**
     * What the server said.
     *
     * @param code the three digits
     * @param text all lines, with their codes
     */
    record Reply(int code, String text) {

        boolean isPositive() {
            return code / 100 == 2;
        }

        boolean isRefusal() {
            return code >= 400 && code < 600;
        }
    }

    private final InputStream in;
    private final OutputStream out;

    /** From a reply's first byte to its last; the socket's own limit is for each read. */
    private final long replyNanos;

    private final byte[] received = new byte[2 * 1024];
    private int next;
    private int end;
    private long begunAt;
    private byte[] buffer = new byte[16 * 1024];
    private int length;

    SmtpWire(Socket socket) throws IOException {
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.replyNanos = TimeUnit.MILLISECONDS.toNanos(socket.getSoTimeout());
    }

    /** Adds a command to the next write. */
    void put(String command) {
        add(command.getBytes(StandardCharsets.UTF_8));
        add(END_OF_LINE);
    }

    /** Adds a mail and its final dot (RFC 5321, 4.5.2: a dot at the start of a line is doubled). */
    void putWithDot(byte[] mail) {
        ensure(mail.length + mail.length / 16);
        int from = 0;
        for (int i = 0; i < mail.length; i++) {
            if (mail[i] == '.' && (i == 0 || mail[i - 1] == '\n')) {
                add(mail, from, i);
                add(END_OF_MAIL, 0, 1);
                from = i;
            }
        }
        add(mail, from, mail.length);
        end(mail);
    }

    /** The same with a mail of which no line begins with a dot: without a look at each byte. */
    void putWithDotAtTheEnd(byte[] mail) {
        add(mail);
        end(mail);
    }

    private void end(byte[] mail) {
        boolean endsLine = mail.length > 0 && mail[mail.length - 1] == '\n';
        if (!endsLine) {
            add(END_OF_LINE);
        }
        add(END_OF_MAIL);
    }

    /** Adds a mail as the only chunk (RFC 3030). */
    void putAsLastChunk(byte[] mail) {
        put("BDAT " + mail.length + " LAST");
        add(mail);
    }

    /** Writes all that was put. */
    void flush() throws IOException {
        int count = length;
        length = 0;
        out.write(buffer, 0, count);
        out.flush();
    }

    /** Whether the server has said nothing that was not read. */
    boolean isSilent() throws IOException {
        return next == end && in.available() == 0;
    }

    /**
     * The next reply; waits for its beginning as long as the connection's timeout lets, and as long
     * again for its end, however slowly it drips.
     *
     * @throws EOFException if the server has hung up
     * @throws IOException if it is none
     */
    Reply read() throws IOException {
        StringBuilder text = new StringBuilder(100);
        begunAt = NOT_BEGUN;
        String line = line();
        int code = code(line);
        text.append(line);
        while (line.length() > CODE_LENGTH && line.charAt(CODE_LENGTH) == '-') {
            line = line();
            code(line);
            text.append('\n').append(line);
            if (text.length() > MAX_REPLY) {
                throw new IOException("the server's reply does not end");
            }
        }
        return new Reply(code, text.toString());
    }

    private static int code(String line) throws IOException {
        if (line.length() < CODE_LENGTH) {
            throw new IOException("the server's reply has no code");
        }
        int code = 0;
        for (int i = 0; i < CODE_LENGTH; i++) {
            char digit = line.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new IOException("the server's reply has no code");
            }
            code = code * 10 + digit - '0';
        }
        return code;
    }

    /** Usually in one piece; what does not end yet is put together. */
    private String line() throws IOException {
        byte[] begun = {};
        while (true) {
            int lineFeed = next;
            while (lineFeed < end && received[lineFeed] != '\n') {
                lineFeed++;
            }
            if (lineFeed < end) {
                String line = text(begun, lineFeed);
                next = lineFeed + 1;
                return line;
            }
            begun = joined(begun, end);
            if (begun.length > MAX_REPLY) {
                throw new IOException("the server's reply does not end");
            }
            next = 0;
            end = 0;
            int count = in.read(received);
            if (count < 0) {
                throw new EOFException("the server hung up");
            }
            end = count;
            requireInTime();
        }
    }

    private void requireInTime() throws IOException {
        long now = System.nanoTime();
        if (begunAt == NOT_BEGUN) {
            begunAt = now;
        } else if (replyNanos > 0 && now - begunAt > replyNanos) {
            throw new IOException("the server's reply does not end in time");
        }
    }

    /** The line that begins so, up to its line feed, without the carriage return. */
    private String text(byte[] begun, int lineFeed) {
        byte[] line = begun.length == 0 ? received : joined(begun, lineFeed);
        int from = begun.length == 0 ? next : 0;
        int to = begun.length == 0 ? lineFeed : line.length;
        boolean hasReturn = to > from && line[to - 1] == '\r';
        return new String(line, from, (hasReturn ? to - 1 : to) - from, StandardCharsets.UTF_8);
    }

    private byte[] joined(byte[] begun, int to) {
        byte[] all = Arrays.copyOf(begun, begun.length + to - next);
        System.arraycopy(received, next, all, begun.length, to - next);
        return all;
    }

    private void add(byte[] bytes) {
        add(bytes, 0, bytes.length);
    }

    private void add(byte[] bytes, int from, int to) {
        ensure(to - from);
        System.arraycopy(bytes, from, buffer, length, to - from);
        length += to - from;
    }

    private void ensure(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
