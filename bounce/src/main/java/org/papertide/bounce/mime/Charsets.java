package org.papertide.bounce.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bytes as text, whatever the mail says of its character set. */
final class Charsets {

    private static final byte ESCAPE = 0x1b;

    private Charsets() {}

    /**
     * The text of some bytes.
     *
     * @param name of the character set, as the mail has it; if it is absent, unknown or ASCII,
     *     UTF-8 is tried and then Latin-1
     */
    static String text(byte[] bytes, @Nullable String name) {
        Charset charset = find(name);
        if (charset != null && !charset.equals(StandardCharsets.US_ASCII)) {
            return new String(bytes, charset);
        }
        if (isIso2022(bytes)) {
            return new String(bytes, Charset.forName("ISO-2022-JP"));
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static @Nullable Charset find(@Nullable String name) {
        if (name == null) {
            return null;
        }
        try {
            return Charset.forName(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** Whether there is an escape to one of the sets of ISO 2022: seven-bit Japanese. */
    private static boolean isIso2022(byte[] bytes) {
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == ESCAPE && bytes[i + 1] == '$') {
                return true;
            }
        }
        return false;
    }
}
