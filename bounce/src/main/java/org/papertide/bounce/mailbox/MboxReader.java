package org.papertide.bounce.mailbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the mails of a stream, one after the other. A stream that begins with a separator ({@code
 * From sender date}) is an mbox, where each separator behind an empty line begins a mail; any other
 * is one mail. What editors and copies leave before the first line, empty lines and a byte order
 * mark, is none of it.
 */
public final class MboxReader {

    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final int BUFFER = 64 * 1024;

    /** Separators are short; of a longer line only this much is looked at. */
    private static final int LONGEST_SEPARATOR = 400;

    /** What comes from a pipe may have no others. */
    private static final int MOST_BLANK = 100;

    private final InputStream in;
    private final int most;
    private final byte[] buffer = new byte[BUFFER];
    private int length;
    private int at;
    private boolean isMbox;
    private boolean begun;
    private byte[] next = new byte[0];
    private int mails;

    /**
     * @param in read to its end if it is an mbox, else no further than needed; not closed
     * @param most of each mail the first so many bytes are given
     */
    public MboxReader(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /** The next mail, without its separator; empty behind the last. */
    public Optional<byte[]> read() throws IOException {
        if (!begun) {
            begun = true;
            next = firstLine();
            isMbox = isSeparator(next);
        }
        if (next.length == 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        boolean blank = false;
        add(mail, isMbox ? new byte[0] : next);
        for (next = line(); next.length > 0 && !isEnough(mail); next = line()) {
            if (isMbox && blank && isSeparator(next)) {
                break;
            }
            blank = isBlank(next);
            add(mail, next);
        }
        if (!isMbox) {
            next = new byte[0];
        }
        mails++;
        return Optional.of(mail.toByteArray());
    }

    /** Behind a mail in an mbox there may be others; behind any other is nothing to look for. */
    private boolean isEnough(ByteArrayOutputStream mail) {
        return !isMbox && mail.size() >= most;
    }

    /** Whether the last mail that was read is one of several. */
    public boolean isOneOfMany() {
        return mails > 1 || next.length > 0;
    }

    private void add(ByteArrayOutputStream mail, byte[] line) {
        mail.write(line, 0, Math.min(line.length, most - mail.size()));
    }

    private byte[] firstLine() throws IOException {
        byte[] line = line();
        if (Arrays.equals(line, 0, Math.min(line.length, MARK.length), MARK, 0, MARK.length)) {
            line = Arrays.copyOfRange(line, MARK.length, line.length);
        }
        for (int blank = 0; blank < MOST_BLANK && line.length > 0 && isBlank(line); blank++) {
            line = line();
        }
        return line;
    }

    /** The next line with its end, or the next part of a very long one; empty at the end. */
    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(100);
        while (line.size() < BUFFER && (at < length || fill())) {
            byte b = buffer[at++];
            line.write(b);
            boolean ends =
                    b == '\n' || (b == '\r' && !((at < length || fill()) && buffer[at] == '\n'));
            if (ends) {
                break;
            }
        }
        return line.toByteArray();
    }

    private boolean fill() throws IOException {
        at = 0;
        length = Math.max(0, in.read(buffer));
        return length > 0;
    }

    private static boolean isBlank(byte[] line) {
        return line[0] == '\n' || line[0] == '\r';
    }

    /** {@code From sender Thu Apr 29 23:34:45 2010}: with a time of day, or it is a sentence. */
    private static boolean isSeparator(byte[] line) {
        if (line.length < FROM.length
                || !Arrays.equals(line, 0, FROM.length, FROM, 0, FROM.length)) {
            return false;
        }
        int end = Math.min(line.length, LONGEST_SEPARATOR) - 2;
        for (int i = FROM.length + 2; i < end; i++) {
            if (line[i] == ':' && isDigit(line[i - 1]) && isDigit(line[i + 1])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
