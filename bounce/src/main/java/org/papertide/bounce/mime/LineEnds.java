package org.papertide.bounce.mime;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A mail's lines as they should be: each ends with LF, and the first is a header field. */
final class LineEnds {

    private static final byte[] SEPARATOR = "From ".getBytes(StandardCharsets.US_ASCII);

    private LineEnds() {}

    /**
     * The mail with line ends of Unix, whatever they were, and without the empty lines, the byte
     * order mark and the separator of an mbox file that may stand before its header. Some gateways
     * add a CR to CRLF: the CRs before an LF are one line end with it, any other is one by itself.
     */
    static byte[] unix(byte[] mail) {
        byte[] lines = new byte[mail.length];
        int length = 0;
        int at = 0;
        while (at < mail.length) {
            int end = at;
            while (end < mail.length && mail[end] == '\r') {
                end++;
            }
            if (end == mail.length || mail[end] != '\n') {
                Arrays.fill(lines, length, length + end - at, (byte) '\n');
                length += end - at;
            }
            if (end < mail.length) {
                lines[length++] = mail[end];
            }
            at = end + 1;
        }
        int begin = begin(lines, length);
        return Arrays.copyOfRange(lines, begin, length);
    }

    private static int begin(byte[] lines, int length) {
        int at =
                startsWith(lines, length, 0, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf})
                        ? 3
                        : 0;
        while (at < length && isBlank(lines[at])) {
            at++;
        }
        if ((at < length && lines[at] == '>' && startsWith(lines, length, at + 1, SEPARATOR))
                || startsWith(lines, length, at, SEPARATOR)) {
            while (at < length && lines[at] != '\n') {
                at++;
            }
            return Math.min(at + 1, length);
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == '\n' || b == ' ' || b == '\t';
    }

    private static boolean startsWith(byte[] lines, int length, int from, byte[] prefix) {
        return from + prefix.length <= length
                && Arrays.equals(lines, from, from + prefix.length, prefix, 0, prefix.length);
    }
}
