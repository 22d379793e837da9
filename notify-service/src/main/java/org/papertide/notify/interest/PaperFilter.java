package org.papertide.notify.interest;

import java.util.List;
import java.util.regex.Pattern;
import org.papertide.events.Category;
import org.papertide.events.PaperSummary;
import org.papertide.text.PersonName;

/**
 * Which papers an interest lets pass.
 *
 * <p>What is searched is what is shown: LaTeX is read first. Words are compared without case,
 * accents and compatibility forms, at word boundaries; an English plural finds its singular and is
 * found by it, and a number behind a word with a hyphen, a space or nothing between: GPT-4 finds
 * GPT4. British and American spelling find each other, and so do a Greek letter and its name. In
 * scripts without spaces between words (Chinese, Japanese, Thai …) a phrase is found anywhere, in
 * Korean at the beginning of a word, for particles follow it. All authors of a paper and all of its
 * abstract are looked at, also what no list shows. An author is found by name as {@link PersonName}
 * says, which a search by author is held to.
 *
 * <p>A filter by category does not match a paper whose categories are not known. An archive, such
 * as {@code cs}, stands for all its categories.
 */
public final class PaperFilter {

    /** Ends of words whose plural has es, and ies. */
    private static final Pattern SIBILANT = Pattern.compile("(?:s|x|z|ch|sh)$");

    /**
     * A plural by its look. What is as short as news, gas or LHS is none, and a field such as
     * logistics or semantics is no number of things that are logistic or semantic.
     */
    private static final Pattern PLURAL =
            Pattern.compile(
                    "(?:[a-z]{3}[abd-hj-rtv-z]|[a-z]{2}[a-hj-z]c|topic|metric|heuristic)s$");

    private static final Pattern CONSONANT_Y = Pattern.compile("[b-df-hj-np-tv-z]y$");

    private final Interest interest;
    private final List<String> include;
    private final List<String> exclude;
    private final List<PersonName> authors;

    public PaperFilter(Interest interest) {
        this.interest = interest;
        this.include = interest.include().stream().map(SearchedPaper::phrase).toList();
        this.exclude = interest.exclude().stream().map(SearchedPaper::phrase).toList();
        this.authors = interest.authors().stream().map(SearchedPaper::name).toList();
    }

    /**
     * Whether the paper passes; its words are read once for all filters.
     *
     * @param score what {@code minimumScore} is compared with
     */
    public boolean passes(SearchedPaper searched, double score) {
        PaperSummary paper = searched.paper();
        Double minimum = interest.minimumScore();
        if (minimum != null && score < minimum) {
            return false;
        }
        if (!interest.categories().isEmpty()
                && interest.categories().stream().noneMatch(wanted -> isIn(paper, wanted))) {
            return false;
        }
        if (!authors.isEmpty() && !hasAuthor(searched)) {
            return false;
        }
        if (include.isEmpty() && exclude.isEmpty()) {
            return true;
        }
        String text = searched.text();
        return (include.isEmpty() || include.stream().anyMatch(phrase -> holds(text, phrase)))
                && exclude.stream().noneMatch(phrase -> holds(text, phrase));
    }

    private static boolean isIn(PaperSummary paper, String wanted) {
        return paper.categories().stream().anyMatch(own -> Category.isWithin(own, wanted));
    }

    private boolean hasAuthor(SearchedPaper paper) {
        SearchedPaper.AuthorNames all = paper.authors();
        return authors.stream()
                .filter(wanted -> wanted.mayFind(all.words()::contains))
                .anyMatch(wanted -> all.names().stream().anyMatch(wanted::finds));
    }

    private static boolean holds(String text, String phrase) {
        if (phrase.isBlank()) {
            return false;
        }
        if (phrase.codePoints().anyMatch(PaperFilter::isWrittenWithoutSpaces)) {
            return text.contains(phrase.strip());
        }
        String open = phrase.stripTrailing();
        if (isHangul(open.codePointBefore(open.length()))) {
            return text.contains(open);
        }
        return text.contains(phrase)
                || isOneHeld(text, open)
                || text.contains(open + "s ")
                || (SIBILANT.matcher(open).find() && text.contains(open + "es "))
                || (CONSONANT_Y.matcher(open).find()
                        && text.contains(open.substring(0, open.length() - 1) + "ies "));
    }

    /** Whether a text holds one of what a phrase names several of: "diffusion models". */
    private static boolean isOneHeld(String text, String several) {
        if (!PLURAL.matcher(several).find()) {
            return false;
        }
        String one = several.substring(0, several.length() - 1);
        return text.contains(one + " ")
                || (one.endsWith("ie") && text.contains(one.substring(0, one.length() - 2) + "y "))
                || (one.endsWith("e")
                        && SIBILANT.matcher(one.substring(0, one.length() - 1)).find()
                        && text.contains(one.substring(0, one.length() - 1) + " "));
    }

    private static boolean isHangul(int point) {
        return Character.UnicodeScript.of(point) == Character.UnicodeScript.HANGUL;
    }

    private static boolean isWrittenWithoutSpaces(int point) {
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, BOPOMOFO, YI, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
            default -> false;
        };
    }
}
