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
 * of them the author has as it is, the others so or as their initials. Of what is wanted, initials
 * say something beside a single word: the first of them is that of another word of the author's.
 * Beside several words they are not asked, for papers leave them out: "Andrew M. Saxe" finds Andrew
 * Saxe and A. Saxe. Initials alone find nobody. No word of the author's counts twice: "L. Li" does
 * not find Wei Li. An apostrophe is none: "OBrien" finds O'Brien, and so does "O Brien". A Chinese,
 * Japanese or Korean name is found with and without spaces, also by its beginning.
 *
 * <p>What a search by author finds, this finds: the queries of the search are held to it.
 */
public final class PersonName {

    /** Of what is wanted, so many words are asked; names have fewer. */
    private static final int MOST_WORDS = 8;

    /** Two letters together, or one of a script in which a letter is a name or a syllable. */
    private static final Pattern NAME =
            Pattern.compile(
                    "\\p{L}\\p{M}*\\p{L}|[\\p{L}&&[^\\p{IsLatin}\\p{IsGreek}\\p{IsCyrillic}]]");

    private static final Pattern APOSTROPHE =
            Pattern.compile("(?<=\\p{L})['\u2018\u2019\u201b\u2032\u00b7\u2027](?=\\p{L})");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private static final Pattern UNSPACED =
            Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\u30fc]+");

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
     * @param initial the first of the others, if there is one
     */
    private record Words(List<String> all, List<String> whole, @Nullable String initial) {

        static Words of(String letters) {
            List<String> all =
                    Arrays.stream(BETWEEN_WORDS.split(letters))
                            .filter(word -> !word.isEmpty())
                            .toList();
            List<String> asked = all.subList(0, Math.min(all.size(), MOST_WORDS));
            return new Words(
                    all,
                    asked.stream().filter(word -> !isInitial(word)).toList(),
                    asked.stream().filter(PersonName::isInitial).findFirst().orElse(null));
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

    /** Whether a text can name somebody: an initial, or several, cannot. */
    public static boolean isName(String text) {
        return NAME.matcher(Folding.letters(text)).find();
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
        // Only who writes the O of O'Brien by itself means that; else it would be an initial.
        return finds(joined, author.joined)
                || (joined.initial() != null
                        && author.apart != null
                        && finds(joined, author.apart));
    }

    private static boolean finds(Words wanted, Words author) {
        return finds(wanted, author.all().toArray(String[]::new));
    }

    private static boolean finds(Words wanted, String[] author) {
        String[] whole = wanted.whole().toArray(String[]::new);
        String initial = wanted.initial();
        return switch (whole.length) {
            case 0 -> false;
            case 1 -> {
                int own = Arrays.asList(author).indexOf(whole[0]);
                yield own >= 0 && (initial == null || isBeside(own, author, initial));
            }
            default -> hasAll(whole, author);
        };
    }

    private static boolean isBeside(int own, String[] author, String initial) {
        for (int other = 0; other < author.length; other++) {
            if (other != own && author[other].startsWith(initial)) {
                return true;
            }
        }
        return false;
    }

    /** Whether each wanted word is one of the author's, or its initial is, and one is as it is. */
    private static boolean hasAll(String[] wanted, String[] author) {
        if (wanted.length > author.length) {
            return false;
        }
        for (int asItIs = 0; asItIs < wanted.length; asItIs++) {
            if (hasAll(wanted, author, asItIs)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasAll(String[] wanted, String[] author, int asItIs) {
        int[] takenBy = new int[author.length];
        Arrays.fill(takenBy, -1);
        for (int word = 0; word < wanted.length; word++) {
            if (!place(word, wanted, author, asItIs, takenBy, new boolean[author.length])) {
                return false;
            }
        }
        return true;
    }

    /** Finds a word of the author's for a wanted one; the others move if they can (Kuhn 1955). */
    private static boolean place(
            int word,
            String[] wanted,
            String[] author,
            int asItIs,
            int[] takenBy,
            boolean[] tried) {
        for (int own = 0; own < author.length; own++) {
            boolean fits =
                    author[own].equals(wanted[word])
                            || (word != asItIs && isInitialOf(author[own], wanted[word]));
            if (fits && !tried[own]) {
                tried[own] = true;
                if (takenBy[own] < 0
                        || place(takenBy[own], wanted, author, asItIs, takenBy, tried)) {
                    takenBy[own] = word;
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isInitialOf(String own, String wanted) {
        return isInitial(own) && own.equals(initial(wanted));
    }

    private static String initial(String word) {
        return word.substring(0, word.offsetByCodePoints(0, 1));
    }

    /**
     * As in "A." and "J.R.R.", of which each letter is a word. In other scripts one sign is a
     * syllable or a name: Kim is one in Korean.
     */
    public static boolean isInitial(String word) {
        return word.codePointCount(0, word.length()) == 1
                && switch (Character.UnicodeScript.of(word.codePointAt(0))) {
                    case LATIN, GREEK, CYRILLIC -> true;
                    default -> false;
                };
    }
}
