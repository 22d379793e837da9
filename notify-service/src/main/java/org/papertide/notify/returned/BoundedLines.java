package org.papertide.notify.returned;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.text.encoding.UnicodeEncoding;
import org.papertide.text.encoding.Utf8Input;

/**
 * The lines of a text of any length in UTF-8, UTF-16 or UTF-32, whose own length is bounded: of a
 * longer one, the start. A line ends with a line feed, a carriage return, or both.
 */
final class BoundedLines {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader text;
    private final int most;
    private final Deque<String> ahead = new ArrayDeque<>();
    private boolean begun;

    /** Whether the last line ended with a carriage return, of whose end a line feed is part. */
    private boolean afterReturn;

    /**
     * @param most characters of a line that are kept
     */
    BoundedLines(InputStream text, int most) {
        this.text =
                new BufferedReader(
                        new InputStreamReader(
                                new Utf8Input(text, UnicodeEncoding::of), StandardCharsets.UTF_8));
        this.most = most;
    }

    /** The next line without its end; one character more than asked for if it was longer. */
    @Nullable String next() throws IOException {
        return ahead.isEmpty() ? read() : ahead.removeFirst();
    }

    /**
     * The lines behind the last one, which {@link #next} still gives.
     *
     * @param atMost how many at most
     */
    List<String> ahead(int atMost) throws IOException {
        while (ahead.size() < atMost) {
            String line = read();
            if (line == null) {
                break;
            }
            ahead.addLast(line);
        }
        return ahead.stream().limit(atMost).toList();
    }

    private @Nullable String read() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = text.read();
        if (!begun) {
            begun = true;
            c = c == BYTE_ORDER_MARK ? text.read() : c;
        }
        if (afterReturn && c == '\n') {
            c = text.read();
        }
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n' && c != '\r'; c = text.read()) {
            if (line.length() <= most) {
                line.append((char) c);
            }
        }
        afterReturn = c == '\r';
        return line.toString();
    }
}
