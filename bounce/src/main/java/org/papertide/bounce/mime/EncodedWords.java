package org.papertide.bounce.mime;

import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** Encoded words in header fields (RFC 2047). */
final class EncodedWords {

    private EncodedWords() {}

    /** The text with its encoded words decoded; what cannot be decoded stays as it is. */
    static String decode(String text) {
        if (!text.contains("=?")) {
            return text;
        }
        try {
            return DecoderUtil.decodeEncodedWords(
                    text, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
