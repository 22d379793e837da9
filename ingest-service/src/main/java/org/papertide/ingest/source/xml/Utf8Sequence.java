package org.papertide.ingest.source.xml;

import java.util.HexFormat;

/**
 * The bytes of one character of UTF-8 (RFC 3629) until it is whole, or cannot become one of XML's.
 */
final class Utf8Sequence {

    private final byte[] bytes = new byte[4];
    private int length;

    boolean isEmpty() {
        return length == 0;
    }

    int length() {
        return length;
    }

    /** The first {@link #length} of these are its bytes. */
    byte[] bytes() {
        return bytes;
    }

    void clear() {
        length = 0;
    }

    void add(int next) {
        bytes[length++] = (byte) next;
    }

    /** Whether the byte can be the next one (RFC 3629, 4). */
    boolean continuesWith(int next) {
        if (length > 1) {
            return next >= 0x80 && next <= 0xbf;
        }
        return switch (bytes[0] & 0xff) {
            case 0xe0 -> next >= 0xa0 && next <= 0xbf;
            case 0xed -> next >= 0x80 && next <= 0x9f;
            case 0xf0 -> next >= 0x90 && next <= 0xbf;
            case 0xf4 -> next >= 0x80 && next <= 0x8f;
            default -> next >= 0x80 && next <= 0xbf;
        };
    }

    /** Whether it is as long as its first byte says. */
    boolean isWhole() {
        return length == announced();
    }

    /** Whether it begins with no character, or is one that is in UTF-8 and not in XML. */
    boolean isBad() {
        return announced() == 0 || (isWhole() && isNoCharacter());
    }

    private int announced() {
        int first = bytes[0] & 0xff;
        if (first >= 0xc2 && first <= 0xdf) {
            return 2;
        }
        if (first >= 0xe0 && first <= 0xef) {
            return 3;
        }
        return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
    }

    /** U+FFFE and U+FFFF. */
    private boolean isNoCharacter() {
        return bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbf && (bytes[2] & 0xff) >= 0xbe;
    }

    /** The bytes, in hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.ofDelimiter(" ").formatHex(bytes, 0, length);
    }
}
