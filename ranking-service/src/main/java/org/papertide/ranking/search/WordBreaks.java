package org.papertide.ranking.search;

import java.io.CharArrayReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
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

    /** Characters of a short text. */
    private static final int FEW = 512;

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
            reader = new CharArrayReader(part(readAll()));
            parted = reader;
        }
        return reader.read(buffer, offset, length);
    }

    /** The JDK's own way takes 8,192 characters at a time, of which a title or name has few. */
    private char[] readAll() throws IOException {
        char[] all = new char[FEW];
        int read = 0;
        for (int more; (more = input.read(all, read, all.length - read)) >= 0; read += more) {
            if (read + more == all.length) {
                all = Arrays.copyOf(all, all.length * 2);
            }
        }
        return Arrays.copyOf(all, read);
    }

    /** Other characters, as many as before, in their places. */
    private char[] part(char[] text) {
        // A character depends on those behind it alone, which are not changed yet.
        for (int at = 0; at < text.length; at++) {
            text[at] = part(text, at);
        }
        return text;
    }

    private char part(char[] text, int at) {
        char character = text[at];
        return switch (character) {
            case ':', '_' -> ' ';
            case '.' -> kind == Kind.NAMES || isBeforeName(text, at) ? ' ' : '.';
            case 'ℓ' -> 'l';
            default -> digit(character);
        };
    }

    private static boolean isBeforeName(char[] text, int at) {
        return at + 2 < text.length
                && Character.isUpperCase(text[at + 1])
                && Character.isLowerCase(text[at + 2]);
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
