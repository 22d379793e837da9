package org.papertide.text;

import java.text.BreakIterator;
import java.text.Normalizer;
import java.util.Locale;
import org.papertide.text.latex.LatexText;

/**
 * Text that others wrote (titles, abstracts, names), made fit for one line of a page, a mail or a
 * header: LaTeX becomes Unicode, and what could forge a line, turn the reading direction or hide is
 * dropped. Escaping for HTML is the template's part.
 */
public final class PaperText {

    /** Marks on one letter beyond this are scrawl, not language (Vietnamese and Hebrew need 3). */
    private static final int MAX_MARKS = 4;

    /**
     * Marks in a run beyond this are dropped before composition, whose time is quadratic in the run
     * (the bound of the Stream-Safe Text Format, Unicode Annex 15).
     */
    private static final int MAX_RUN_OF_MARKS = 30;

    /** Families of emoji have 11 UTF-16 units, with skin tones 19. */
    private static final int LONGEST_CHARACTER = 32;

    /** Letters and signs that look like nothing: the fillers of Hangul, Braille without dots. */
    private static final String BLANK = "\u115f\u1160\u2800\u3164\uffa0";

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int FIRST_IGNORABLE = 0x034F;

    private PaperText() {}

    /**
     * One line of readable text: no control character, line break, bidirectional override or other
     * invisible sign is left, white space is single, LaTeX accents and simple mathematics are
     * Unicode. Never fails; text in which nobody sees anything gives an empty string.
     */
    public static String readable(String raw) {
        return visible(LatexText.toUnicode(clean(raw)));
    }

    /**
     * What a reader typed, as others see it: {@link #readable} without reading LaTeX, since "~" and
     * "--" in an address or an id are themselves.
     */
    public static String visible(String typed) {
        String text = clean(typed);
        return isSeen(text) ? text : "";
    }

    /**
     * Whether somebody sees anything of a text as it stands. It costs no more than the characters
     * before the first that is seen.
     */
    public static boolean isSeen(String text) {
        return text.codePoints()
                .anyMatch(point -> !isSpace(point) && isVisible(point) && isSeen(point));
    }

    /**
     * Whether it is never seen and so no part of what somebody types, though a text may have it in
     * a word: the joiners, and what selects a form of a letter or fills its place
     * (Default_Ignorable_Code_Point of Unicode, of what {@link #readable} keeps).
     */
    public static boolean isIgnorable(int point) {
        return point >= FIRST_IGNORABLE
                && switch (point) {
                    case ZERO_WIDTH_NON_JOINER,
                            ZERO_WIDTH_JOINER,
                            0x034F,
                            0x115F,
                            0x1160,
                            0x17B4,
                            0x17B5,
                            0x3164,
                            0xFFA0 ->
                            true;
                    default ->
                            (point >= 0x180B && point <= 0x180F)
                                    || (point >= 0xFE00 && point <= 0xFE0F)
                                    || (point >= 0xE0100 && point <= 0xE01EF);
                };
    }

    /** The text without what is ignorable. */
    public static String withoutIgnorable(String text) {
        return text.codePoints().noneMatch(PaperText::isIgnorable)
                ? text
                : text.codePoints()
                        .filter(point -> !isIgnorable(point))
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    /** Whether it is seen by itself, as joiners, marks without a letter and blanks are not. */
    private static boolean isSeen(int point) {
        return switch (Character.getType(point)) {
            case Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> BLANK.indexOf(point) < 0;
        };
    }

    /**
     * The text if it has at most so many UTF-16 units, else cut at a word where one ends near the
     * limit, with "…" at the end. It is never cut within a character as readers see it: a flag, a
     * family, a Devanagari syllable (extended grapheme clusters, Unicode Annex 29).
     *
     * @param limit at least 2
     */
    public static String cut(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text.substring(0, Math.min(text.length(), limit + LONGEST_CHARACTER)));
        int end = characters.preceding(limit);
        int space = text.lastIndexOf(' ', end);
        int cut = space > end * 2 / 3 ? space : end;
        return text.substring(0, cut).stripTrailing() + "…";
    }

    /**
     * The text if it has at most so many UTF-16 units, else cut at the end of a sentence, where one
     * ends late enough, with " …" at the end; else as {@link #cut} does. A text that was cut
     * before, and so ends with "…" within a sentence, is cut as well.
     *
     * @param limit at least 3
     */
    public static String cutAtSentence(String text, int limit) {
        if (text.length() <= limit && !text.endsWith("…")) {
            return text;
        }
        String begin = text.length() <= limit ? text : text.substring(0, limit - 1);
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        sentences.setText(begin);
        int end = sentences.preceding(begin.length());
        while (end > 0 && !endsSentence(begin.substring(0, end).stripTrailing())) {
            end = sentences.previous();
        }
        return end > begin.length() / 3
                ? begin.substring(0, end).stripTrailing() + " …"
                : cut(text, limit);
    }

    /** Not after "et al." or "e.g.", which end no sentence even before a capital. */
    private static boolean endsSentence(String text) {
        int word = text.lastIndexOf(' ') + 1;
        String last = text.substring(word);
        return !last.matches("(?:al|etc|vs|Fig|Eq|Sec|resp|cf|i\\.e|e\\.g|approx|\\p{Lu})\\.");
    }

    /** Composed (NFC), visible and on one line. */
    private static String clean(String raw) {
        if (isClean(raw)) {
            return raw;
        }
        String text = Normalizer.normalize(withShortRunsOfMarks(raw), Normalizer.Form.NFC);
        StringBuilder clean = new StringBuilder(text.length());
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (isSpace(point)) {
                if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
                    clean.append(' ');
                }
                marks = 0;
            } else if (isVisible(point)) {
                marks = isMark(point) ? marks + 1 : 0;
                if (marks <= MAX_MARKS) {
                    clean.appendCodePoint(point);
                }
            }
        }
        return clean.toString().strip();
    }

    /** Whether it is words of ASCII between single spaces, as nearly all texts are: at a glance. */
    private static boolean isClean(String raw) {
        char before = ' ';
        for (int i = 0; i < raw.length(); i++) {
            char each = raw.charAt(i);
            if (each < ' ' || each > '~' || (each == ' ' && before == ' ')) {
                return false;
            }
            before = each;
        }
        return before != ' ';
    }

    private static String withShortRunsOfMarks(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        int marks = 0;
        for (int i = 0; i < raw.length(); ) {
            int point = raw.codePointAt(i);
            i += Character.charCount(point);
            boolean combines =
                    isMark(point) || Character.getType(point) == Character.COMBINING_SPACING_MARK;
            marks = combines ? marks + 1 : 0;
            if (marks <= MAX_RUN_OF_MARKS) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }

    private static boolean isSpace(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == 0x85;
    }

    private static boolean isMark(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    /**
     * Drops controls, formats (bidirectional overrides, zero-width spaces, tags), lone surrogates,
     * private and non-characters. The two joiners stay: Persian, Indic scripts and emoji need them.
     */
    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE -> false;
            case Character.FORMAT -> point == ZERO_WIDTH_JOINER || point == ZERO_WIDTH_NON_JOINER;
            case Character.UNASSIGNED -> (point & 0xFFFE) != 0xFFFE && !isNoncharacter(point);
            default -> true;
        };
    }

    private static boolean isNoncharacter(int point) {
        return point >= 0xFDD0 && point <= 0xFDEF;
    }
}
