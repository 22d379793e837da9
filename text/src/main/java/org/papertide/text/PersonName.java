package org.papertide.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name as an author has it or a reader wants it, and whether the one is the other's.
 *
 * <p>Words are compared without case and accents, in any order. A name is wanted by its words: one
 * of them the author has as it is, the others so or as their initials. An initial that is wanted
 * may be missing in the author's name, for papers leave them out, and must not be contradicted:
 * while the author has other words, it is the first letter of one of them. "Andrew M. Saxe" finds
 * Andrew Saxe and A. Saxe, not Andrew K. Saxe. Beside a single word the first initial must be
 * there: "L. Li" finds Lei Li, not Li. Initials alone find nobody. No word of the author's counts
 * twice: "L. Li" does not find Wei Li. An apostrophe is none: "OBrien" finds O'Brien, and so do "O
 * Brien" and "Brien". A name in Chinese, Japanese or Korean signs is found with and without spaces,
 * also by its beginning.
 *
 * <p>What this finds, a search by author finds, and beyond it only names that contradict an
 * initial: a test holds its queries to that. It says nothing of names with more than four words, of
 * those with an apostrophe, and of those in Chinese, Japanese or Korean signs, which a search reads
 * sign by sign or word by word.
 */
public final class PersonName {

    /** Of what is wanted, so many words are asked; names have fewer. */
    private static final int MOST_WORDS = 8;

    private static final String UNSPACED_SIGNS =
            "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\u30fc]";

    /** Also as a middle dot (Catalan), which parts words between Chinese and Japanese signs. */
    private static final Pattern APOSTROPHE =
            Pattern.compile(
                    "(?<=\\p{L})(?:['\u2018\u2019\u201b\u2032]|(?<!"
                            + UNSPACED_SIGNS
                            + ")[\u00b7\u2027])(?=\\p{L})");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private static final Pattern UNSPACED = Pattern.compile(UNSPACED_SIGNS + "+");

    private static final Pattern LETTER = Pattern.compile("\\p{L}");

    /** An apostrophe parts no words. */
    private final Words joined;

    /** It parts words; absent if there is none. */
    private final @Nullable Words apart;

    private final @Nullable String unspaced;

    /**
     * The words of one spelling.
     *
     * @param all in their order
     * @param whole those that are no initials, as far as they are asked
     * @param initials the others
     */
    private record Words(List<String> all, List<String> whole, List<String> initials) {

        static Words of(String letters) {
            List<String> all =
                    Arrays.stream(BETWEEN_WORDS.split(letters))
                            .filter(word -> !word.isEmpty())
                            .toList();
            List<String> asked = all.subList(0, Math.min(all.size(), MOST_WORDS));
            return new Words(
                    all,
                    asked.stream().filter(word -> !isInitial(word)).toList(),
                    asked.stream().filter(PersonName::isInitial).toList());
        }
    }

    /**
     * @param name readable, as {@link PaperText} makes it
     */
    public PersonName(String name) {
        String letters = Folding.letters(name);
        String without = APOSTROPHE.matcher(letters).replaceAll("");
        this.joined = Words.of(without);
        this.apart = without.equals(letters) ? null : Words.of(letters);
        String together = String.join("", joined.all());
        this.unspaced = UNSPACED.matcher(together).matches() ? together : null;
    }

    /** Whether a text can name somebody: it has a word with a letter that is no initial. */
    public static boolean isName(String text) {
        return new PersonName(text)
                .joined.whole().stream().anyMatch(word -> LETTER.matcher(word).find());
    }

    /** Whether a text has nothing but initials. */
    public static boolean isOfInitials(String text) {
        Words words = new PersonName(text).joined;
        return words.whole().isEmpty() && !words.initials().isEmpty();
    }

    /** Whether a search by this name finds authors whose initials are others, and this does not. */
    public boolean asksMoreInitialsThanSearch() {
        return joined.initials().size() > (joined.whole().size() == 1 ? 1 : 0);
    }

    /** Whether it is in Chinese, Japanese or Korean signs alone, which a search reads otherwise. */
    public boolean isUnspaced() {
        return unspaced != null;
    }

    /** All its words, however an apostrophe is read. */
    public List<String> words() {
        List<String> words = new ArrayList<>(joined.all());
        if (apart != null) {
            words.addAll(apart.all());
        }
        return words;
    }

    /**
     * Whether it may find somebody, by all words of several authors: a look at each of them is for
     * those that may.
     */
    public boolean mayFind(Predicate<String> isWordOfAuthors) {
        List<String> whole = joined.whole();
        return unspaced != null
                || (whole.stream().anyMatch(isWordOfAuthors)
                        && whole.stream()
                                .allMatch(word ->
                                        isWordOfAuthors.test(word)
                                                || isWordOfAuthors.test(initial(word))));
    }

    /** Whether an author has this name. */
    public boolean finds(PersonName author) {
        if (unspaced != null && author.unspaced != null && author.unspaced.startsWith(unspaced)) {
            return true;
        }
        // Who writes the O of O'Brien by itself means that, and who writes Brien alone may mean
        // him. Beside other words the O would be anybody's initial.
        boolean mayBeApart = joined.whole().size() == 1 || !joined.initials().isEmpty();
        return finds(joined, author.joined)
                || (mayBeApart && author.apart != null && finds(joined, author.apart));
    }

    private static boolean finds(Words wanted, Words author) {
        for (int asItIs = 0; asItIs < wanted.whole().size(); asItIs++) {
            if (author.all().contains(wanted.whole().get(asItIs))
                    && new Places(wanted, author.all(), asItIs).suffice()) {
                return true;
            }
        }
        return false;
    }

    /** Which of the author's words stand for those that are wanted, each for one at most. */
    private static final class Places {

        private static final int NOBODY = -1;

        private final Words wanted;
        private final List<String> author;

        /** The place of the word that the author has as it is. */
        private final int asItIs;

        /** By the places of the author's words: whole words first, then initials. */
        private final int[] takenBy;

        Places(Words wanted, List<String> author, int asItIs) {
            this.wanted = wanted;
            this.author = author;
            this.asItIs = asItIs;
            this.takenBy = new int[author.size()];
            Arrays.fill(takenBy, NOBODY);
        }

        /** Whether all whole words have a place, and initials as far as there are places. */
        boolean suffice() {
            int whole = wanted.whole().size();
            int all = whole + wanted.initials().size();
            int needed = whole == 1 ? Math.min(all, 2) : whole;
            int placed = 0;
            for (int word = 0; word < all; word++) {
                if (place(word, new boolean[author.size()])) {
                    placed++;
                } else if (word < needed) {
                    return false;
                }
            }
            return placed == Math.min(all, author.size());
        }

        /**
         * Finds a word of the author's for a wanted one; the others move if they can (Kuhn 1955).
         */
        private boolean place(int word, boolean[] tried) {
            for (int own = 0; own < author.size(); own++) {
                if (!tried[own] && fits(word, author.get(own))) {
                    tried[own] = true;
                    if (takenBy[own] == NOBODY || place(takenBy[own], tried)) {
                        takenBy[own] = word;
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean fits(int word, String own) {
            int whole = wanted.whole().size();
            if (word >= whole) {
                return own.startsWith(wanted.initials().get(word - whole));
            }
            String name = wanted.whole().get(word);
            return own.equals(name) || (word != asItIs && isInitialOf(own, name));
        }
    }

    private static boolean isInitialOf(String own, String wanted) {
        return isInitial(own) && own.equals(initial(wanted));
    }

    private static String initial(String word) {
        return word.substring(0, word.offsetByCodePoints(0, 1));
    }

    /**
     * Whether a word, folded, is an initial, as in "A." and "J.R.R.", of which each letter is a
     * word. In other scripts one sign is a syllable or a name: of Chinese and hiragana each may be
     * one, and Kim is one in Korean.
     */
    public static boolean isInitial(String word) {
        return word.codePointCount(0, word.length()) == 1
                && switch (Character.UnicodeScript.of(word.codePointAt(0))) {
                    case LATIN, GREEK, CYRILLIC -> true;
                    default -> false;
                };
    }
}
