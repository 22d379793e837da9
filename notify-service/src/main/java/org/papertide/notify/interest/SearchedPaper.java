package org.papertide.notify.interest;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperSummary;
import org.papertide.text.Folding;
import org.papertide.text.GreekLetters;
import org.papertide.text.PaperText;
import org.papertide.text.PersonName;
import org.papertide.text.Spelling;

/**
 * A paper as filters search it. Its words are read once, when the first filter asks for them,
 * however many filters follow: a paper may have thousands of authors. For one thread.
 */
public final class SearchedPaper {

    /** As in GPT4, which is GPT-4 as well. */
    private static final Pattern BEFORE_NUMBER = Pattern.compile("(?<=[\\p{L}+#])(?=\\p{N})");

    private static final Pattern WORD = Pattern.compile("[^ ]+");

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
     * Authors.
     *
     * @param words of all names
     */
    record AuthorNames(List<PersonName> names, Set<String> words) {

        private static AuthorNames of(List<PersonName> names) {
            Set<String> words = new HashSet<>();
            names.forEach(name -> words.addAll(name.words()));
            return new AuthorNames(names, words);
        }
    }

    /** A person's name. */
    static PersonName name(String name) {
        return new PersonName(PaperText.readable(name));
    }

    /**
     * Words as they are searched: as {@link Folding}, a number apart from the letters before it, a
     * Greek letter by its name, and American spelling for British.
     */
    static String phrase(String text) {
        String apart = BEFORE_NUMBER.matcher(Folding.words(text)).replaceAll(" ");
        return WORD.matcher(apart)
                .replaceAll(word -> Spelling.american(GreekLetters.spelledOut(word.group())));
    }

    /** Whether a text has a word that can be searched at all: an emoji or a currency is none. */
    public static boolean hasWord(String text) {
        return !Folding.words(PaperText.readable(text)).isBlank() && !Folding.words(text).isBlank();
    }
}
