package org.papertide.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.papertide.text.encoding.UnicodeEncoding;
import org.papertide.text.encoding.Utf8Input;

/**
 * Text in UTF-8, UTF-16 or UTF-32 line by line; a line that cannot be read does not keep the others
 * from it. A line ends with a line feed, a carriage return, or both.
 */
public final class TextLines {

    /** A line and whether it is whole. */
    public sealed interface Line {
        /** Where it is, from 1. */
        long number();

        /**
         * A line that could be read, without its end.
         *
         * @param ended whether a line end follows; only the last line may have none
         */
        record Text(long number, String text, boolean ended) implements Line {}

        /** A line that is not UTF-8. */
        record NotText(long number) implements Line {}

        /** A line that is longer than a record may be. */
        record TooLong(long number) implements Line {}
    }

    private static final int BUFFER_BYTES = 65_536;

    private final InputStream in;
    private final int limit;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private byte[] line = new byte[8_192];
    private int length;
    private int at;
    private int end;
    private long number;

    /** Whether the last line ended with a carriage return, of whose end a line feed is part. */
    private boolean afterReturn;

    /**
     * @param limit longest line, in bytes
     */
    public TextLines(InputStream in, int limit) {
        this.in = new Utf8Input(in, UnicodeEncoding::of);
        this.limit = limit;
    }

    /** The next line, or null at the end. */
    public @Nullable Line next() {
        length = 0;
        if (!isLeft()) {
            return null;
        }
        if (afterReturn && buffer[at] == '\n') {
            at++;
        }
        afterReturn = false;
        boolean any = false;
        boolean tooLong = false;
        while (isLeft()) {
            any = true;
            int from = at;
            while (at < end && buffer[at] != '\n' && buffer[at] != '\r') {
                at++;
            }
            tooLong |= !append(from);
            if (at < end) {
                afterReturn = buffer[at++] == '\r';
                return take(tooLong, true);
            }
        }
        return any ? take(tooLong, false) : null;
    }

    private boolean isLeft() {
        return at < end || fill();
    }

    private Line take(boolean tooLong, boolean ended) {
        number++;
        if (tooLong) {
            return new Line.TooLong(number);
        }
        int start = number == 1 && startsWithMark() ? 3 : 0;
        try {
            String text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(line, start, length - start))
                            .toString();
            return new Line.Text(number, text, ended);
        } catch (CharacterCodingException _) {
            return new Line.NotText(number);
        }
    }

    /** UTF-8's byte order mark. */
    private boolean startsWithMark() {
        return length >= 3
                && line[0] == (byte) 0xef
                && line[1] == (byte) 0xbb
                && line[2] == (byte) 0xbf;
    }

    private boolean append(int from) {
        int more = at - from;
        if (length + more > limit) {
            length = limit;
            return false;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
        }
        System.arraycopy(buffer, from, line, length, more);
        length += more;
        return true;
    }

    private boolean fill() {
        try {
            end = Math.max(0, in.read(buffer, 0, buffer.length));
            at = 0;
            return end > 0;
        } catch (IOException e) {
            throw new UncheckedIOException("reading lines", e);
        }
    }
}
