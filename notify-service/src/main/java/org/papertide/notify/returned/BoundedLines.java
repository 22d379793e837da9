package org.papertide.notify.returned;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The lines of a text of any length, whose own length is bounded: of a longer one, the start. */
final class BoundedLines {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader text;
    private final int most;
    private boolean begun;

    /**
     * @param most characters of a line that are kept
     */
    BoundedLines(InputStream text, int most) {
        this.text = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
        this.most = most;
    }

    /** The next line without its end; one character more than asked for if it was longer. */
    @Nullable String next() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = text.read();
        if (!begun) {
            begun = true;
            c = c == BYTE_ORDER_MARK ? text.read() : c;
        }
        if (c < 0) {
            return null;
        }
        for (; c >= 0 && c != '\n'; c = text.read()) {
            if (line.length() <= most) {
                line.append((char) c);
            }
        }
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        return line.toString();
    }
}
