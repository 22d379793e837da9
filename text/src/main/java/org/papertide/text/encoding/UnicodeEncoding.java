package org.papertide.text.encoding;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * In which encoding of Unicode a text is, by its byte order mark, or else by the zeros in its first
 * bytes, as its first character is of ASCII (XML 1.0, appendix F; RFC 4627, 3).
 */
public final class UnicodeEncoding {

    private UnicodeEncoding() {}

    /** UTF-16 or UTF-32 if the first bytes, four or more, show that; else UTF-8. */
    public static Charset of(byte[] first) {
        int[] bytes = new int[4];
        for (int at = 0; at < bytes.length; at++) {
            // Neither a zero nor part of a mark.
            bytes[at] = at < first.length ? first[at] & 0xff : ' ';
        }
        boolean bigMark = bytes[0] == 0xfe && bytes[1] == 0xff;
        boolean littleMark = bytes[0] == 0xff && bytes[1] == 0xfe;
        boolean zeros = bytes[0] == 0 && bytes[1] == 0;
        boolean thenZeros = bytes[2] == 0 && bytes[3] == 0;
        if (zeros && ((bytes[2] == 0xfe && bytes[3] == 0xff) || isAscii(bytes[2], bytes[3]))) {
            return StandardCharsets.UTF_32BE;
        }
        if (thenZeros && (littleMark || isAscii(bytes[1], bytes[0]))) {
            return StandardCharsets.UTF_32LE;
        }
        if (bigMark || isAscii(bytes[0], bytes[1])) {
            return StandardCharsets.UTF_16BE;
        }
        return littleMark || isAscii(bytes[1], bytes[0])
                ? StandardCharsets.UTF_16LE
                : StandardCharsets.UTF_8;
    }

    private static boolean isAscii(int high, int low) {
        return high == 0 && low >= '\t' && low < 0x80;
    }
}
