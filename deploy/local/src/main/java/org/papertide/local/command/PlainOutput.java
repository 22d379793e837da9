package org.papertide.local.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;

/**
 * What commands print, without what controls a terminal: subjects, replies of servers, names of
 * files and answers of name servers were written by strangers, and an escape sequence in one could
 * rewrite what the operator sees.
 *
 * <p>Controls other than the end of a line and the tabulator become question marks, and so do the
 * marks that turn the direction of a text or are not seen at all. Bytes are taken for UTF-8; a lone
 * byte that a terminal might take for a control becomes a question mark too. Not thread-safe by
 * itself: the stream before it is.
 */
final class PlainOutput extends FilterOutputStream {

    private static final int ESCAPED = '?';
    private static final int DELETE = 0x7f;

    /** The lead byte of U+0080 to U+00BF; up to U+009F they are controls. */
    private static final int TWO = 0xc2;

    /** The lead byte of U+2000 to U+2FFF, among others. */
    private static final int THREE = 0xe2;

    private final PrintStream terminal;

    /** Bytes of a character that are held back until it is known; at most two. */
    private int held;

    /** How many bytes of a longer character, begun and passed on, are still to come. */
    private int expected;

    private PlainOutput(PrintStream terminal) {
        super(terminal);
        this.terminal = terminal;
    }

    /** A stream to the same terminal, in the same character set. */
    static PrintStream to(PrintStream terminal) {
        return new PrintStream(new PlainOutput(terminal), true, terminal.charset());
    }

    @Override
    public void write(int b) throws IOException {
        int value = b & 0xff;
        if (held != 0 && isContinuation(value)) {
            goOn(value);
            return;
        }
        release();
        if (value == TWO || value == THREE) {
            held = value;
            expected = 0;
        } else if (isContinuation(value)) {
            boolean belongs = expected > 0;
            expected = Math.max(0, expected - 1);
            out.write(belongs ? value : ESCAPED);
        } else {
            expected = continuations(value);
            out.write(isControl(value) ? ESCAPED : value);
        }
    }

    /** In blocks; {@link FilterOutputStream} would write byte by byte without need. */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    private void goOn(int value) throws IOException {
        if (held == TWO) {
            held = 0;
            if (value < 0xa0 || value == 0xad) {
                out.write(ESCAPED);
            } else {
                out.write(TWO);
                out.write(value);
            }
            return;
        }
        if (held == THREE) {
            held = THREE << 8 | value;
            return;
        }
        int second = held & 0xff;
        held = 0;
        if (isHiddenOrTurns(second, value)) {
            out.write(ESCAPED);
        } else {
            out.write(THREE);
            out.write(second);
            out.write(value);
        }
    }

    /** U+200B to U+200F, U+2028 to U+202E and U+2060 to U+206F. */
    private static boolean isHiddenOrTurns(int second, int third) {
        return second == 0x80
                ? (third >= 0x8b && third <= 0x8f) || (third >= 0xa8 && third <= 0xae)
                : second == 0x81 && third >= 0xa0 && third <= 0xaf;
    }

    /** A character that was begun and does not go on: what there is of it is none. */
    private void release() throws IOException {
        if (held != 0) {
            held = 0;
            out.write(ESCAPED);
        }
    }

    private static boolean isContinuation(int value) {
        return value >= 0x80 && value < 0xc0;
    }

    private static int continuations(int value) {
        if (value < 0xc0) {
            return 0;
        }
        return value < 0xe0 ? 1 : value < 0xf0 ? 2 : 3;
    }

    private static boolean isControl(int value) {
        return (value < ' ' && value != '\n' && value != '\t') || value == DELETE;
    }

    /**
     * Flushes the terminal.
     *
     * @throws IOException if what was written before could not be: nobody reads it any more, or
     *     there is no room
     */
    @Override
    public void flush() throws IOException {
        if (terminal.checkError()) {
            throw new IOException("cannot be written");
        }
    }
}
