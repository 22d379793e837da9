package org.papertide.platform.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bodies as text. Readers of JSON let some bytes pass that are not UTF-8, or replace them. */
public final class Utf8 {

    private static final String MARK = "\ufeff";

    private Utf8() {}

    /** The text, without a byte order mark (RFC 8259, 8.1); empty if the bytes are not UTF-8. */
    public static Optional<String> decode(byte[] body) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return Optional.of(text.startsWith(MARK) ? text.substring(1) : text);
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
