package org.papertide.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Letters as they are compared: small, without accents, strokes, joiners and other forms. */
public final class Folding {

    /**
     * The marks that a reader may leave out: those of Latin and Greek letters, of the Russian ё,
     * and the vowels of Hebrew and Arabic. Elsewhere a mark makes another letter (バ and ハ, й and и)
     * or is a vowel (Hindi, Thai). Behind no letter it is one of an emoji, or of a form of a
     * letter.
     */
    private static final Pattern OPTIONAL_MARKS =
            Pattern.compile(
                    "(?<![\\p{L}\\p{M}])\\p{M}+"
                            + "|(?<=[\\p{IsLatin}\\p{IsGreek}])\\p{M}+"
                            + "|(?<=\u0435)\u0308"
                            + "|[\u0591-\u05c7\u064b-\u0652\u0670\ufe00-\ufe0f\\x{e0100}-\\x{e01ef}&&\\p{M}]+");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}+#]+");

    private Folding() {}

    /** A text, folded; what stands between its words stays. */
    public static String letters(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        plain = OPTIONAL_MARKS.matcher(PaperText.withoutIgnorable(plain)).replaceAll("");
        return withPlainLetters(Normalizer.normalize(plain, Normalizer.Form.NFC));
    }

    /** The words of a text, folded, each between single spaces; a space if it has none. */
    public static String words(String text) {
        return " " + BETWEEN_WORDS.matcher(letters(text)).replaceAll(" ").strip() + " ";
    }

    /** As most keyboards have them: Unicode takes no stroke, hook or ligature apart. */
    private static String withPlainLetters(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '\u00f8' -> plain.append('o'); // o with a stroke: Danish, Norwegian
                case '\u0254' -> plain.append('o'); // an open o: Ewe, Twi
                case '\u0142' -> plain.append('l'); // l with a stroke: Polish
                case '\u0111', '\u00f0' -> plain.append('d'); // Vietnamese, Croatian; Icelandic
                case '\u0256', '\u0257' -> plain.append('d'); // Ewe; Hausa
                case '\u0131' -> plain.append('i'); // i without a dot: Turkish
                case '\u0127' -> plain.append('h'); // h with a stroke: Maltese
                case '\u0167' -> plain.append('t'); // t with a stroke: Northern Sami
                case '\u014b' -> plain.append('n'); // eng: Northern Sami, Wolof
                case '\u0259' -> plain.append('a'); // schwa: Azerbaijani
                case '\u025b' -> plain.append('e'); // an open e: Ewe, Twi
                case '\u0253' -> plain.append('b'); // Hausa
                case '\u0199' -> plain.append('k'); // Hausa
                case '\u01b4' -> plain.append('y'); // Hausa
                case '\u00df' -> plain.append("ss"); // German
                case '\u00e6' -> plain.append("ae");
                case '\u0153' -> plain.append("oe");
                case '\u03c2' -> plain.append('\u03c3'); // a final sigma: Greek
                case '\u00fe' -> plain.append("th"); // Icelandic
                default -> plain.append(letter);
            }
        }
        return plain.toString();
    }
}
