package org.papertide.notify.dkim;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * The form of a mail that is signed: what servers on the way may change in its white space is
 * levelled (RFC 6376, 3.4.2 and 3.4.4, both "relaxed"). A byte is a character here (ISO 8859-1).
 */
final class RelaxedForm {

    private RelaxedForm() {}

    /**
     * A header field, with no line break behind it.
     *
     * @param value as it stands behind the colon, folded or not
     */
    static String header(String name, String value) {
        return name.strip().toLowerCase(Locale.ROOT) + ":" + levelled(value.replace("\r\n", ""));
    }

    /**
     * The body, from {@code from} to the end. White space at the ends of lines and empty lines at
     * the end go; what is not empty ends with a line break.
     */
    static byte[] body(byte[] mail, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(mail.length - from + 2);
        boolean space = false;
        int breaks = 0;
        for (int i = from; i < mail.length; i++) {
            byte b = mail[i];
            if (b == '\r' && i + 1 < mail.length && mail[i + 1] == '\n') {
                i++;
                breaks++;
                space = false;
            } else if (b == ' ' || b == '\t') {
                space = true;
            } else {
                for (; breaks > 0; breaks--) {
                    lineBreak(out);
                }
                if (space) {
                    out.write(' ');
                    space = false;
                }
                out.write(b);
            }
        }
        if (out.size() > 0) {
            lineBreak(out);
        }
        return out.toByteArray();
    }

    private static void lineBreak(ByteArrayOutputStream out) {
        out.write('\r');
        out.write('\n');
    }

    private static String levelled(String value) {
        StringBuilder text = new StringBuilder(value.length());
        boolean space = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '\t') {
                space = true;
            } else {
                if (space && !text.isEmpty()) {
                    text.append(' ');
                }
                space = false;
                text.append(c);
            }
        }
        return text.toString();
    }
}
