package org.papertide.feed;

import java.nio.charset.StandardCharsets;

/** Makes text from sources fit for every feed format. */
final class FeedText {

    private FeedText() {}

    /**
     * One line of characters that XML 1.0 allows: no control characters, surrogates or
     * non-characters.
     */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> {
                    if (Character.isWhitespace(point) || Character.isISOControl(point)) {
                        plain.append(' ');
                    } else if (isCharacter(point)) {
                        plain.appendCodePoint(point);
                    }
                });
        return plain.toString().strip().replaceAll(" {2,}", " ");
    }

    /** As {@code plain} text within HTML. */
    static String html(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A part of a URI; other characters are percent-encoded (RFC 3986). */
    static String address(String text) {
        StringBuilder address = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/:".indexOf(c) >= 0)) {
                address.append(c);
            } else {
                address.append("%%%02X".formatted((int) c));
            }
        }
        return address.toString();
    }

    private static boolean isCharacter(int point) {
        return switch (Character.getType(point)) {
            // Formats include overrides of the text direction and invisible tags.
            case Character.SURROGATE, Character.FORMAT -> point == 0x200C || point == 0x200D;
            default -> (point & 0xFFFE) != 0xFFFE;
        };
    }
}
