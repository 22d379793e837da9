package org.papertide.notify.smtp;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one connection: commands and mails are put together and go in one write; replies are
 * read one by one. One thread at a time.
 */
final class SmtpWire {

    /** RFC 5321, 4.5.3.1.5 says 512 octets; some servers tell long stories. */
    private static final int MAX_REPLY = 16 * 1024;

    private static final int CODE_LENGTH = 3;
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
    private byte[] buffer = new byte[16 * 1024];
    private int length;

    SmtpWire(Socket socket) throws IOException {
        this.in = new BufferedInputStream(socket.getInputStream(), 2 * 1024);
        this.out = socket.getOutputStream();
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
        return in.available() == 0;
    }

    /**
     * The next reply; waits for it as long as the connection's timeout lets.
     *
     * @throws EOFException if the server has hung up
     * @throws IOException if it is none
     */
    Reply read() throws IOException {
        StringBuilder text = new StringBuilder(100);
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
        boolean isReply =
                line.length() >= CODE_LENGTH
                        && line.chars().limit(CODE_LENGTH).allMatch(c -> c >= '0' && c <= '9');
        if (!isReply) {
            throw new IOException("the server's reply has no code");
        }
        return Integer.parseInt(line.substring(0, CODE_LENGTH));
    }

    private String line() throws IOException {
        byte[] line = new byte[128];
        int count = 0;
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException("the server hung up");
            }
            if (count == MAX_REPLY) {
                throw new IOException("the server's reply does not end");
            }
            if (count == line.length) {
                line = Arrays.copyOf(line, count * 2);
            }
            line[count] = (byte) next;
            count++;
            next = in.read();
        }
        int end = count > 0 && line[count - 1] == '\r' ? count - 1 : count;
        return new String(line, 0, end, StandardCharsets.UTF_8);
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
