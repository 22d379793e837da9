package org.papertide.ingest.source;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.papertide.text.encoding.UnicodeEncoding;

/**
 * How an (unpacked) input begins: what formats are recognised from.
 *
 * @param text the first characters, decoded, without a byte order mark and leading space; bytes
 *     that are no text come out as U+FFFD
 */
public record ContentPrefix(String text) {

    private static final Pattern PROLOG =
            Pattern.compile(
                    "\\G(?:\\s+|<\\?.*?\\?>|<!--.*?-->|<!DOCTYPE[^\\[>]*(?:\\[.*?\\]\\s*)?>)",
                    Pattern.DOTALL);
    private static final Pattern ROOT =
            Pattern.compile("\\G<(?:[A-Za-z_][\\w.-]*:)?([A-Za-z_][\\w.-]*)");

    /** Decodes UTF-8, UTF-16 and UTF-32. */
    public static ContentPrefix of(byte[] bytes) {
        String text = new String(bytes, UnicodeEncoding.of(bytes));
        return new ContentPrefix(
                (text.startsWith("\ufeff") ? text.substring(1) : text).stripLeading());
    }

    /**
     * The local name of an XML document's root element; empty if this is no XML. A document type is
     * passed over here: the reader of that form refuses it and says why.
     */
    public Optional<String> xmlRoot() {
        if (!text.startsWith("<")) {
            return Optional.empty();
        }
        int at = 0;
        Matcher prolog = PROLOG.matcher(text);
        while (prolog.find(at)) {
            at = prolog.end();
        }
        Matcher root = ROOT.matcher(text);
        return root.find(at) ? Optional.of(root.group(1)) : Optional.empty();
    }

    /** Whether it begins as a JSON array or object does. */
    public boolean isJson() {
        return text.startsWith("[") || text.startsWith("{");
    }

    /** Whether a JSON field of this name is in sight. */
    public boolean hasField(String name) {
        return Pattern.compile("\"" + Pattern.quote(name) + "\"\\s*:").matcher(text).find();
    }

    /** The first characters, for messages. */
    public String abbreviated() {
        String line = SingleLineText.of(text);
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }
}
