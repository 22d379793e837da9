package org.papertide.bounce.mime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes as text, whatever the mail says of its character set. */
final class Charsets {

    private static final byte ESCAPE = 0x1b;

    /**
     * By their names and aliases in lower case. {@link Charset#forName} asks all providers again
     * for each name that nobody knows: a millisecond, and a mail may have thousands.
     */
    private static final Map<String, Charset> KNOWN = known();

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

    /** The character set of that name; null if the JDK has none. */
    static @Nullable Charset find(@Nullable String name) {
        return name == null ? null : KNOWN.get(name.strip().toLowerCase(Locale.ROOT));
    }

    private static Map<String, Charset> known() {
        Map<String, Charset> known = new HashMap<>();
        for (Charset charset : Charset.availableCharsets().values()) {
            known.put(charset.name().toLowerCase(Locale.ROOT), charset);
            charset.aliases().forEach(name -> known.put(name.toLowerCase(Locale.ROOT), charset));
        }
        return Map.copyOf(known);
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
