package org.papertide.ingest.source.arxiv;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The HTML that is left in the texts of the daily feeds: tags, and escapes of characters that the
 * feed escapes once more. Comparisons are none of it, {@code i <a and b> j} neither.
 */
final class FeedHtml {

    /** A tag of these parts words; {@code H<sub>2</sub>O} is one. */
    private static final Set<String> BLOCKS =
            Set.of("p", "br", "div", "li", "ul", "ol", "hr", "img", "table", "tr", "td");

    private static final Set<String> INLINE =
            Set.of(
                    "a", "abbr", "b", "big", "cite", "code", "em", "font", "i", "small", "span",
                    "strong", "sub", "sup", "tt", "u");

    private static final Map<String, String> ESCAPES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

    /** The longest name of a tag above. */
    private static final int MAX_NAME = 6;

    /** Longer attributes are none. Those of the feeds' links have 80 characters. */
    private static final int MAX_ATTRIBUTES = 400;

    /** The longest escape is that of U+10FFFF in sixteens. */
    private static final int MAX_ESCAPE = 8;

    private FeedHtml() {}

    /** The text without it. Takes one pass: an expression would look for each end anew. */
    static String removed(String html) {
        if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
            return html;
        }
        StringBuilder text = new StringBuilder(html.length());
        int at = 0;
        while (at < html.length()) {
            char next = html.charAt(at);
            int end = next == '<' ? tagEnd(html, at) : -1;
            if (end >= 0) {
                text.append(BLOCKS.contains(name(html, at)) ? " " : "");
                at = end;
            } else if (next == '&') {
                at = unescape(html, at, text);
            } else {
                text.append(next);
                at++;
            }
        }
        return text.toString();
    }

    /** As {@link #removed}; null for null. */
    static @Nullable String removedOrNull(@Nullable String html) {
        return html == null ? null : removed(html);
    }

    /** Where the tag ends that begins here; -1 if none does. */
    private static int tagEnd(String html, int open) {
        String name = name(html, open);
        if (!INLINE.contains(name) && !BLOCKS.contains(name)) {
            return -1;
        }
        int start = nameStart(html, open) + name.length();
        int close = html.indexOf('>', start, Math.min(html.length(), start + MAX_ATTRIBUTES));
        if (close < 0) {
            return -1;
        }
        String rest = html.substring(start, close).strip();
        boolean attributes = rest.contains("=\"") || rest.contains("='");
        return rest.isEmpty() || rest.equals("/") || attributes ? close + 1 : -1;
    }

    /** The letters behind the opening bracket, in small ones. */
    private static String name(String html, int open) {
        int start = nameStart(html, open);
        int end = start;
        while (end < html.length() && end - start <= MAX_NAME && isAsciiLetter(html.charAt(end))) {
            end++;
        }
        return html.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static int nameStart(String html, int open) {
        return html.startsWith("</", open) ? open + 2 : open + 1;
    }

    /** Appends the character that is escaped here, or the ampersand; answers where to go on. */
    private static int unescape(String html, int at, StringBuilder text) {
        int end = html.indexOf(';', at, Math.min(html.length(), at + MAX_ESCAPE + 2));
        String escape = end < 0 ? "" : html.substring(at + 1, end);
        String character = escape.startsWith("#") ? numbered(escape) : ESCAPES.get(escape);
        text.append(character == null ? "&" : character);
        return character == null ? at + 1 : end + 1;
    }

    private static @Nullable String numbered(String escape) {
        boolean hex = escape.startsWith("#x") || escape.startsWith("#X");
        try {
            int point = Integer.parseInt(escape.substring(hex ? 2 : 1), hex ? 16 : 10);
            boolean shown = Character.isDefined(point) && !Character.isISOControl(point);
            return shown && !isSurrogate(point) ? Character.toString(point) : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static boolean isAsciiLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }
}
