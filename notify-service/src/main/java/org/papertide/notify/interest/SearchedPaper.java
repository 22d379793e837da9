package org.papertide.notify.interest;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperSummary;
import org.papertide.text.GreekLetters;
import org.papertide.text.PaperText;
import org.papertide.text.Spelling;

/**
 * A paper as filters search it. Its words are read once, when the first filter asks for them,
 * however many filters follow: a paper may have thousands of authors. For one thread.
 */
public final class SearchedPaper {

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

    /** As in GPT4, which is GPT-4 as well. */
    private static final Pattern BEFORE_NUMBER = Pattern.compile("(?<=[\\p{L}+#])(?=\\p{N})");

    private static final Pattern WORD = Pattern.compile("[^ ]+");

    private static final Pattern UNSPACED =
            Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\u30fc]+");

    private final PaperSummary paper;
    private @Nullable String text;
    private @Nullable AuthorNames authors;

    public SearchedPaper(PaperSummary paper) {
        this.paper = paper;
    }

    PaperSummary paper() {
        return paper;
    }

    /** The words of its title and whole abstract, folded. */
    String text() {
        String words = text;
        if (words == null) {
            String readable = PaperText.readable(paper.title());
            String summary = paper.wholeAbstract();
            words =
                    phrase(
                            summary == null
                                    ? readable
                                    : readable + " . " + PaperText.readable(summary));
            text = words;
        }
        return words;
    }

    /** The names of all its authors. */
    AuthorNames authors() {
        AuthorNames names = authors;
        if (names == null) {
            names =
                    AuthorNames.of(
                            Stream.concat(paper.authors().stream(), paper.moreAuthors().stream())
                                    .map(SearchedPaper::name)
                                    .toList());
            authors = names;
        }
        return names;
    }

    /**
     * Authors by the words of their names.
     *
     * @param names the words of each
     * @param words all of these, and their first letters
     * @param initials those of one letter
     * @param unspaced names of scripts that need no space in them, without the spaces
     */
    record AuthorNames(
            List<String[]> names, Set<String> words, Set<String> initials, Set<String> unspaced) {

        private static AuthorNames of(List<String[]> names) {
            Set<String> words = new HashSet<>();
            Set<String> initials = new HashSet<>();
            Set<String> unspaced = new HashSet<>();
            for (String[] name : names) {
                SearchedPaper.unspaced(name).ifPresent(unspaced::add);
                for (String word : name) {
                    words.add(word);
                    words.add(first(word));
                    if (word.length() == 1) {
                        initials.add(word);
                    }
                }
            }
            return new AuthorNames(names, words, initials, unspaced);
        }

        /** Whether some name has this word, or an initial of one of the two is the other's. */
        boolean mayHave(String word) {
            return words.contains(word) || initials.contains(first(word));
        }

        private static String first(String word) {
            return word.isEmpty() ? word : word.substring(0, 1);
        }
    }

    /**
     * A name without spaces, where its script needs none: Chinese, Japanese and Korean names are
     * written both ways.
     */
    static Optional<String> unspaced(String[] name) {
        String joined = String.join("", name);
        return UNSPACED.matcher(joined).matches() ? Optional.of(joined) : Optional.empty();
    }

    /** The words of a person's name, folded. */
    static String[] name(String name) {
        return fold(PaperText.readable(name)).strip().split(" ");
    }

    /**
     * Words as they are searched: as {@link #fold}, a number apart from the letters before it, a
     * Greek letter by its name, and American spelling for British.
     */
    static String phrase(String text) {
        String apart = BEFORE_NUMBER.matcher(fold(text)).replaceAll(" ");
        return WORD.matcher(apart)
                .replaceAll(word -> Spelling.american(GreekLetters.spelledOut(word.group())));
    }

    /** Whether a text has a word that can be searched at all: an emoji or a currency is none. */
    public static boolean hasWord(String text) {
        return !fold(PaperText.readable(text)).isBlank() && !fold(text).isBlank();
    }

    /** Words in small letters without accents and joiners, each between single spaces. */
    static String fold(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        plain = OPTIONAL_MARKS.matcher(PaperText.withoutIgnorable(plain)).replaceAll("");
        plain = withPlainLetters(Normalizer.normalize(plain, Normalizer.Form.NFC));
        return " " + BETWEEN_WORDS.matcher(plain).replaceAll(" ").strip() + " ";
    }

    /** As most keyboards have them: Unicode takes no stroke or ligature apart. */
    private static String withPlainLetters(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '\u00f8' -> plain.append('o'); // o with a stroke: Danish, Norwegian
                case '\u0142' -> plain.append('l'); // l with a stroke: Polish
                case '\u0111', '\u00f0' -> plain.append('d'); // Vietnamese, Croatian; Icelandic
                case '\u0131' -> plain.append('i'); // i without a dot: Turkish
                case '\u0127' -> plain.append('h'); // h with a stroke: Maltese
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
