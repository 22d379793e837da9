package org.papertide.ingest.source.xml;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.text.encoding.UnicodeEncoding;

/**
 * The encoding of an XML document: the one that its first bytes show, else the one that it declares
 * (XML 1.0, appendix F). A declaration counts for nothing if it was not read in its own encoding,
 * as {@code utf-16} in a file that a program made as text and wrote as UTF-8, or if nobody knows
 * it.
 */
final class XmlEncoding {

    private static final Pattern DECLARATION =
            Pattern.compile(
                    "^(?:\u00ef\u00bb\u00bf)?\\s*<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([\\w.-]+)");

    private static final String ASCII = "<?xml version=\"1.0\" encoding='x'?> <a>&amp;</a>";

    private XmlEncoding() {}

    /** The encoding of a document that begins so. */
    static Charset of(byte[] beginning) {
        Charset shown = UnicodeEncoding.of(beginning);
        if (!shown.equals(StandardCharsets.UTF_8)) {
            return shown;
        }
        Matcher declaration =
                DECLARATION.matcher(new String(beginning, StandardCharsets.ISO_8859_1));
        return declaration.find() ? declared(declaration.group(1)) : StandardCharsets.UTF_8;
    }

    private static Charset declared(String name) {
        try {
            Charset charset = Charset.forName(name);
            // ASCII is UTF-8 too, and whoever declares it may not know of the other characters.
            return charset.equals(StandardCharsets.US_ASCII) || !hasAscii(charset)
                    ? StandardCharsets.UTF_8
                    : charset;
        } catch (IllegalArgumentException _) {
            return StandardCharsets.UTF_8; // Of no encoding, or of one that Java does not have.
        }
    }

    private static boolean hasAscii(Charset charset) {
        return new String(ASCII.getBytes(StandardCharsets.US_ASCII), charset).equals(ASCII);
    }
}
