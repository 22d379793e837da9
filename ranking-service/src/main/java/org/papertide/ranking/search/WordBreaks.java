package org.papertide.ranking.search;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import org.apache.lucene.analysis.CharFilter;
import org.jspecify.annotations.Nullable;

/**
 * Parts what Unicode takes for one word (Annex 29) and readers for several: those with a colon or
 * an underscore between them, and with a dot, as in {@code Y.LeCun}. Digits above and below the
 * line are digits: ℓ₁ is l1. Each character stays one, so words are where they were.
 */
final class WordBreaks extends CharFilter {

    /** What a text is. */
    enum Kind {
        /** A dot parts words before a capital and a small letter; 3.5 and cs.LG are words. */
        TEXT,
        /** Every dot parts words. */
        NAMES
    }

    private static final String SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final char SUBSCRIPT_ZERO = '₀';
    private static final char SUBSCRIPT_NINE = '₉';

    private final Kind kind;
    private @Nullable Reader parted;

    WordBreaks(Reader text, Kind kind) {
        super(text);
        this.kind = kind;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        Reader reader = parted;
        if (reader == null) {
            reader = new StringReader(part(input.readAllAsString(), kind));
            parted = reader;
        }
        return reader.read(buffer, offset, length);
    }

    /** The text with other characters, as many as before. */
    static String part(String text, Kind kind) {
        char[] characters = text.toCharArray();
        for (int at = 0; at < characters.length; at++) {
            characters[at] = part(text, at, kind);
        }
        return new String(characters);
    }

    private static char part(String text, int at, Kind kind) {
        char character = text.charAt(at);
        return switch (character) {
            case ':', '_' -> ' ';
            case '.' -> kind == Kind.NAMES || isBeforeName(text, at) ? ' ' : '.';
            case 'ℓ' -> 'l';
            default -> digit(character);
        };
    }

    private static boolean isBeforeName(String text, int at) {
        return at + 2 < text.length()
                && Character.isUpperCase(text.charAt(at + 1))
                && Character.isLowerCase(text.charAt(at + 2));
    }

    private static char digit(char character) {
        if (character < '²') {
            return character;
        }
        if (character >= SUBSCRIPT_ZERO && character <= SUBSCRIPT_NINE) {
            return (char) ('0' + character - SUBSCRIPT_ZERO);
        }
        int superscript = SUPERSCRIPT.indexOf(character);
        return superscript < 0 ? character : (char) ('0' + superscript);
    }

    @Override
    protected int correct(int offset) {
        return offset;
    }
}
