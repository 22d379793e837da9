package org.papertide.local.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.papertide.local.terminal.Shown;

/**
 * What commands print, without what controls a terminal: subjects, replies of servers, names of
 * files and answers of name servers were written by strangers, and an escape sequence in one could
 * rewrite what the operator sees.
 *
 * <p>Controls other than the end of a line and the tabulator become question marks, and so do the
 * characters that turn the direction of a text or are not seen at all. Bytes are taken for UTF-8;
 * those that are none become question marks too. Not thread-safe by itself: the stream before it
 * is.
 */
final class PlainOutput extends FilterOutputStream {

    private static final int ESCAPED = '?';

    /** The first byte that begins a character of more than one, and that after the last. */
    private static final int FIRST_LEAD = 0xc2;

    private static final int AFTER_LEADS = 0xf5;

    private final PrintStream terminal;

    /** The bytes of a character, held back until all are there. */
    private final byte[] held = new byte[4];

    private int count;
    private int wanted;

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
        if (count > 0 && value >= 0x80 && value < 0xc0) {
            held[count++] = (byte) value;
            if (count == wanted) {
                writeHeld();
            }
            return;
        }
        breakOff();
        if (value >= FIRST_LEAD && value < AFTER_LEADS) {
            held[count++] = (byte) value;
            wanted = value < 0xe0 ? 2 : value < 0xf0 ? 3 : 4;
        } else {
            boolean plain =
                    value == '\n' || value == '\t' || (value < 0x80 && Shown.isPlain(value));
            out.write(plain ? value : ESCAPED);
        }
    }

    /** In blocks; {@link FilterOutputStream} would write byte by byte without need. */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    private void writeHeld() throws IOException {
        String character = new String(held, 0, count, StandardCharsets.UTF_8);
        int length = count;
        count = 0;
        if (character.codePointCount(0, character.length()) == 1
                && Shown.isPlain(character.codePointAt(0))) {
            out.write(held, 0, length);
        } else {
            out.write(ESCAPED);
        }
    }

    /** A character that was begun and does not go on: what there is of it is none. */
    private void breakOff() throws IOException {
        if (count > 0) {
            count = 0;
            out.write(ESCAPED);
        }
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
