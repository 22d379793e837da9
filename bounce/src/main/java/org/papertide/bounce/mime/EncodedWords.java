package org.papertide.bounce.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/**
 * Encoded words in header fields (RFC 2047).
 *
 * <p>Mime4j decodes them, but looks for them by an expression that goes back and forth: 64 kB of
 * words that never end took three seconds. So it is given only words that were found here, each of
 * a character set that the JDK has; a look for one that it has not takes a millisecond.
 */
final class EncodedWords {

    /** RFC 2047 allows 75 characters; writers go far beyond that, and a line is at most 998. */
    private static final int LONGEST_WORD = 1_000;

    private static final int LONGEST_CHARSET = 60;

    /** Question marks that some writers forget to encode. */
    private static final int MOST_MARKS = 12;

    private static final String BEGIN = "=?";
    private static final String END = "?=";

    private EncodedWords() {}

    /** The text with its encoded words decoded; what cannot be decoded stays as it is. */
    static String decode(String text) {
        int begin = text.indexOf(BEGIN);
        if (begin < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length());
        // Neighbours are decoded together: a character may begin in one and end in the next.
        StringBuilder run = new StringBuilder();
        int done = 0;
        while (begin >= 0) {
            int charsetEnd = charsetEnd(text, begin);
            int end = charsetEnd < 0 ? -1 : end(text, charsetEnd);
            if (end < 0) {
                begin = text.indexOf(BEGIN, begin + 1);
                continue;
            }
            if (!text.substring(done, begin).isBlank()) {
                flush(run, decoded);
                decoded.append(text, done, begin);
            } else {
                run.append(text, done, begin);
            }
            run.append(BEGIN)
                    .append(charset(text.substring(begin + BEGIN.length(), charsetEnd)))
                    .append(text, charsetEnd, end);
            done = end;
            begin = text.indexOf(BEGIN, end);
        }
        flush(run, decoded);
        return decoded.append(text, done, text.length()).toString();
    }

    /** Where the question mark behind the character set is; -1 if no word begins here. */
    private static int charsetEnd(String text, int begin) {
        int from = begin + BEGIN.length();
        int to = from;
        int most = Math.min(text.length(), from + LONGEST_CHARSET);
        while (to < most && text.charAt(to) != '?' && text.charAt(to) > ' ') {
            to++;
        }
        boolean isWord =
                to > from
                        && to + 2 < text.length()
                        && text.charAt(to) == '?'
                        && "bBqQ".indexOf(text.charAt(to + 1)) >= 0
                        && text.charAt(to + 2) == '?';
        return isWord ? to : -1;
    }

    /** Behind the end of the word; -1 if there is none near. */
    private static int end(String text, int charsetEnd) {
        int from = charsetEnd + 3;
        int most = Math.min(text.length() - 1, from + LONGEST_WORD);
        int marks = 0;
        for (int to = from; to < most && marks <= MOST_MARKS; to++) {
            if (text.charAt(to) == '?') {
                if (text.charAt(to + 1) == '=') {
                    return to + END.length();
                }
                marks++;
            }
        }
        return -1;
    }

    /** RFC 2231 allows a language behind a star. */
    private static String charset(String name) {
        int star = name.indexOf('*');
        Charset known = Charsets.find(star < 0 ? name : name.substring(0, star));
        return Objects.requireNonNullElse(known, StandardCharsets.UTF_8).name();
    }

    private static void flush(StringBuilder run, StringBuilder decoded) {
        String words = run.toString();
        run.setLength(0);
        try {
            decoded.append(
                    DecoderUtil.decodeEncodedWords(
                            words, DecodeMonitor.SILENT, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            decoded.append(words);
        }
    }
}
