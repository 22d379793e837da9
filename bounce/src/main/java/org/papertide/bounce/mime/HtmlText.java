package org.papertide.bounce.mime;

import java.util.Locale;
import java.util.Map;

/** The words of an HTML text, for looking for phrases: one pass, no tree. */
public final class HtmlText {

    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "nbsp", " ", "apos", "'");
    private static final int LONGEST_ENTITY = 8;

    private HtmlText() {}

    /** The text between the tags; blocks begin new lines; scripts and styles are left out. */
    public static String of(String html) {
        StringBuilder text = new StringBuilder(html.length());
        int at = 0;
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c == '<') {
                at = afterTag(html, at, text);
            } else if (c == '&') {
                at = entity(html, at, text);
            } else {
                text.append(c == '\u00a0' ? ' ' : c);
                at++;
            }
        }
        return text.toString();
    }

    private static int afterTag(String html, int at, StringBuilder text) {
        if (html.startsWith("<!--", at)) {
            return after(html, "-->", at + 4);
        }
        if (at + 1 >= html.length() || !isTag(html.charAt(at + 1))) {
            text.append('<');
            return at + 1;
        }
        String name = name(html, at + 1);
        if (name.contains("@")) {
            // An address between angle brackets that nobody escaped.
            text.append('<');
            return at + 1;
        }
        switch (name) {
            case "script", "style" -> {
                return after(html, "</" + name, at);
            }
            case "br",
                    "p",
                    "/p",
                    "div",
                    "/div",
                    "tr",
                    "/tr",
                    "li",
                    "hr",
                    "table",
                    "h1",
                    "h2",
                    "h3",
                    "pre",
                    "/pre" ->
                    text.append('\n');
            case "td", "th" -> text.append(' ');
            default -> {}
        }
        return after(html, ">", at);
    }

    private static boolean isTag(char c) {
        return Character.isLetter(c) || c == '/' || c == '!' || c == '?';
    }

    private static String name(String html, int from) {
        int to = from;
        while (to < html.length()
                && to - from < 64
                && !Character.isWhitespace(html.charAt(to))
                && html.charAt(to) != '>'
                && (html.charAt(to) != '/' || to == from)) {
            to++;
        }
        return html.substring(from, to).toLowerCase(Locale.ROOT);
    }

    /** Behind the next mark, or the end: an open one hides the rest. */
    private static int after(String html, String mark, int from) {
        int found = html.indexOf(mark, from);
        return found < 0 ? html.length() : found + mark.length();
    }

    private static int entity(String html, int at, StringBuilder text) {
        int end = html.indexOf(';', at, Math.min(html.length(), at + LONGEST_ENTITY + 2));
        if (end < 0) {
            text.append('&');
            return at + 1;
        }
        String name = html.substring(at + 1, end);
        String named = ENTITIES.get(name.toLowerCase(Locale.ROOT));
        if (named != null) {
            text.append(named);
        } else if (name.startsWith("#")) {
            text.appendCodePoint(codePoint(name.substring(1)));
        } else {
            text.append(' ');
        }
        return end + 1;
    }

    private static int codePoint(String number) {
        try {
            int point =
                    number.startsWith("x") || number.startsWith("X")
                            ? Integer.parseInt(number.substring(1), 16)
                            : Integer.parseInt(number);
            return Character.isValidCodePoint(point) ? point : ' ';
        } catch (NumberFormatException _) {
            return ' ';
        }
    }
}
