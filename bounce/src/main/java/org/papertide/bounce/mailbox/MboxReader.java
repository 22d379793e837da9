package org.papertide.bounce.mailbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Reads the mails of a stream, one after the other. A stream that begins with a separator ({@code
 * From sender date}) is an mbox, where each separator behind an empty line begins a mail; any other
 * is one mail. Where the empty line is missing, as some programs leave it out, a separator has the
 * whole form and a header field behind it. What editors and copies leave before the first line,
 * empty lines and a byte order mark, is none of it.
 */
public final class MboxReader {

    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final int BUFFER = 64 * 1024;

    private static final Set<String> DAYS = Set.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    private static final Set<String> MONTHS =
            Set.of(
                    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                    "Dec");

    private static final int LONGEST_NAME = 76;

    /** Before a line feed; gateways add one to another. */
    private static final int MOST_RETURNS = 4;

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

    /** The line behind the next one, where that was looked at. */
    private byte[] second = new byte[0];

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
        for (next = nextLine(); next.length > 0 && !isEnough(mail); next = nextLine()) {
            if (isMbox && isSeparator(next) && (blank || isSurelySeparator())) {
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

    private byte[] nextLine() throws IOException {
        byte[] line = second.length > 0 ? second : line();
        second = new byte[0];
        return line;
    }

    /** Whether the next line is a separator wherever it stands. */
    private boolean isSurelySeparator() throws IOException {
        if (!isWholeSeparator(start(next))) {
            return false;
        }
        second = line();
        String header = start(second);
        return isField(header) || header.startsWith(">From ");
    }

    /**
     * {@code From sender Thu Apr 29 23:34:45 2010}; some write a time zone on a side of the year.
     */
    private static boolean isWholeSeparator(String line) {
        StringTokenizer words = new StringTokenizer(line);
        List<String> found = new ArrayList<>();
        while (words.hasMoreTokens()) {
            found.add(words.nextToken());
        }
        return found.size() >= 7
                && found.size() <= 8
                && DAYS.contains(found.get(2))
                && MONTHS.contains(found.get(3))
                && isNumber(found.get(4), 1, 2)
                && isTime(found.get(5))
                && (isNumber(found.get(6), 4, 4) || isNumber(found.getLast(), 4, 4));
    }

    private static boolean isTime(String word) {
        return (word.length() == 5 || word.length() == 8)
                && isNumber(word.replace(":", ""), 4, 6)
                && word.charAt(2) == ':';
    }

    private static boolean isNumber(String word, int least, int most) {
        return word.length() >= least
                && word.length() <= most
                && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isField(String line) {
        int colon = line.indexOf(':');
        return colon > 0
                && colon <= LONGEST_NAME
                && line.substring(0, colon).chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static String start(byte[] line) {
        return new String(
                line, 0, Math.min(line.length, LONGEST_SEPARATOR), StandardCharsets.ISO_8859_1);
    }

    /** The next line with its end, or the next part of a very long one; empty at the end. */
    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(100);
        while (line.size() < BUFFER && has(0)) {
            byte b = buffer[at++];
            line.write(b);
            if (b == '\n' || (b == '\r' && !isBeforeLineFeed())) {
                break;
            }
        }
        return line.toByteArray();
    }

    /** Whether nothing but some more CRs is before the next LF: all are one line end. */
    private boolean isBeforeLineFeed() throws IOException {
        int ahead = 0;
        while (ahead < MOST_RETURNS && has(ahead) && buffer[at + ahead] == '\r') {
            ahead++;
        }
        return has(ahead) && buffer[at + ahead] == '\n';
    }

    /** Whether there is a byte so far ahead; then it is in the buffer. */
    private boolean has(int ahead) throws IOException {
        while (at + ahead >= length) {
            System.arraycopy(buffer, at, buffer, 0, length - at);
            length -= at;
            at = 0;
            int read = in.read(buffer, length, buffer.length - length);
            if (read <= 0) {
                return false;
            }
            length += read;
        }
        return true;
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
