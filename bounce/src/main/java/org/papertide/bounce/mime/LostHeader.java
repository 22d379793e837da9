package org.papertide.bounce.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Gives a mail the Content-Type back that it lost on its way: a body that begins with a boundary
 * and a part's header is a multipart, whatever its own header says.
 */
final class LostHeader {

    private static final byte[] DASHES = bytes("--");
    private static final byte[] PART = bytes("content-");
    private static final byte[] BOUNDARY = bytes("boundary");

    /** RFC 2046 allows 70; some go beyond. */
    private static final int LONGEST_BOUNDARY = 200;

    private LostHeader() {}

    /**
     * The mail as it is, or with a Content-Type before its header.
     *
     * @param mail with line ends of Unix
     */
    static byte[] restored(byte[] mail) {
        int headerEnd = headerEnd(mail);
        int body = headerEnd;
        while (body < mail.length && mail[body] == '\n') {
            body++;
        }
        int lineEnd = lineEnd(mail, body);
        boolean isMultipart =
                startsWith(mail, body, DASHES)
                        && lineEnd - body <= LONGEST_BOUNDARY
                        && startsWith(mail, lineEnd + 1, PART)
                        && !contains(mail, headerEnd, BOUNDARY);
        if (!isMultipart) {
            return mail;
        }
        String boundary =
                new String(mail, body + 2, lineEnd - body - 2, StandardCharsets.ISO_8859_1)
                        .strip()
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"");
        ByteArrayOutputStream restored = new ByteArrayOutputStream(mail.length + 300);
        restored.writeBytes(
                ("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        restored.write(mail, 0, mail.length);
        return restored.toByteArray();
    }

    /** Where the empty line behind the header is; 0 if there is no header. */
    private static int headerEnd(byte[] mail) {
        if (startsWith(mail, 0, DASHES)) {
            return 0;
        }
        for (int i = 0; i + 1 < mail.length; i++) {
            if (mail[i] == '\n' && mail[i + 1] == '\n') {
                return i + 1;
            }
        }
        return mail.length;
    }

    private static int lineEnd(byte[] mail, int from) {
        int to = from;
        while (to < mail.length && mail[to] != '\n') {
            to++;
        }
        return to;
    }

    private static boolean contains(byte[] mail, int end, byte[] lowerCase) {
        for (int i = 0; i < end; i++) {
            if (startsWith(mail, i, lowerCase)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] mail, int from, byte[] lowerCase) {
        if (from + lowerCase.length > mail.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (Character.toLowerCase(mail[from + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
