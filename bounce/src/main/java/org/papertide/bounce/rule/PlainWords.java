package org.papertide.bounce.rule;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Text as phrases are written: lower case, one space between words, an address as {@code @}, and
 * without the marks around words and the codes that begin the lines of an SMTP reply (RFC 5321,
 * 4.2.1).
 */
public final class PlainWords {

    /** More is not looked at, in characters. */
    public static final int LONGEST = 16 * 1024;

    private static final String MARKS = "\"'`<>()[]{}*|«»„“”‘’";

    private final String text;
    private final Set<String> starts;

    private PlainWords(String text) {
        this.text = text;
        this.starts = starts(text);
    }

    /** The text, at most its first {@link #LONGEST} characters, as words. */
    public static PlainWords of(String text) {
        return new PlainWords(plain(text));
    }

    /** What every text has that a phrase with these words is in: see {@link #mayHave}. */
    static String start(String words) {
        int end = 0;
        while (end < words.length() && isLatin(words.charAt(end))) {
            end++;
        }
        return words.substring(0, Math.max(end, 1));
    }

    /** Whether a phrase that begins so may be in this text: a look that spares a search. */
    boolean mayHave(String start) {
        return starts.contains(start);
    }

    /**
     * The text without these words.
     *
     * @param words as they stand in such texts
     */
    PlainWords without(List<String> words) {
        String rest = text;
        for (String word : words) {
            rest = without(rest, word);
        }
        return new PlainWords(rest);
    }

    private static String without(String text, String word) {
        StringBuilder rest = new StringBuilder(text.length());
        int from = 0;
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            if (at >= from && Phrase.isWhole(text, word, at)) {
                rest.append(text, from, at);
                from = at + word.length();
                if (at > 0 && text.charAt(at - 1) == ' ' && text.startsWith(" ", from)) {
                    from++;
                }
            }
        }
        return rest.append(text, from, text.length()).toString();
    }

    /** Scripts without spaces between words have no such words. */
    static boolean isLatin(char c) {
        return c < 0x250 && Character.isLetterOrDigit(c);
    }

    /** Letters of scripts that have spaces between words, and inflect the words at their ends. */
    static boolean isGreekOrCyrillic(char c) {
        return ((c >= 0x370 && c < 0x530) || (c >= 0x1f00 && c < 0x2000)) && Character.isLetter(c);
    }

    @Override
    public String toString() {
        return text;
    }

    private static Set<String> starts(String text) {
        Set<String> found = new HashSet<>();
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && isLatin(text.charAt(end))) {
                end++;
            }
            end = Math.max(end, at + 1);
            found.add(text.substring(at, end));
            at = end;
        }
        return found;
    }

    private static String plain(String text) {
        int end = Math.min(text.length(), LONGEST);
        StringBuilder words = new StringBuilder(end);
        int at = 0;
        while (at < end) {
            int to = at;
            boolean address = false;
            boolean link = false;
            // The lines in the name of a page are not between words.
            while (to < end && (!isSpace(text.charAt(to)) || (link && text.charAt(to) == '_'))) {
                address |= text.charAt(to) == '@' && to > at && to + 1 < end;
                link |= text.startsWith("://", to);
                to++;
            }
            if (to > at) {
                append(words, text, at, to, address);
            }
            at = to + 1;
        }
        return folded(words.toString().toLowerCase(Locale.ROOT));
    }

    /** Many write without accents: é is as good as e, and ё as е. */
    private static String folded(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'ё') {
                plain.append('е');
            } else if (c < 0xc0 || !isAccented(c)) {
                plain.append(c);
            } else {
                plain.append(Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD), 0, 1);
            }
        }
        return plain.toString();
    }

    private static boolean isAccented(char c) {
        return c < 0x250 || (c >= 0x1e00 && c < 0x1f00);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || c == '\u00a0' || c == '\u3000' || c == '_';
    }

    private static void append(
            StringBuilder words, String text, int from, int to, boolean address) {
        int begin = from + codes(text, from, to);
        if (!words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
            words.append(' ');
        }
        if (address) {
            int at = text.lastIndexOf('@', to - 1);
            int name = at;
            while (name > begin && "<:([=\"'".indexOf(text.charAt(name - 1)) < 0) {
                name--;
            }
            appendUnmarked(words, text, begin, name);
            if (!words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
            words.append('@');
            int tail = at + 1;
            while (tail < to && isDomain(text.charAt(tail))) {
                tail++;
            }
            while (tail > at + 1 && text.charAt(tail - 1) == '.') {
                tail--;
            }
            appendUnmarked(words, text, tail, to);
            return;
        }
        appendUnmarked(words, text, begin, to);
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_' || c == '@';
    }

    private static void appendUnmarked(StringBuilder words, String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (MARKS.indexOf(text.charAt(i)) < 0) {
                words.append(text.charAt(i));
            }
        }
    }

    /** The length of "550-" or "550-5.1.1" at the start of a word. */
    private static int codes(String text, int from, int to) {
        if (to - from < 4
                || text.charAt(from + 3) != '-'
                || !isDigit(text.charAt(from))
                || !isDigit(text.charAt(from + 1))
                || !isDigit(text.charAt(from + 2))) {
            return 0;
        }
        return 4;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
