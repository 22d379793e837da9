package org.papertide.notify.interest;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperSummary;

/**
 * Which papers an interest lets pass.
 *
 * <p>Words are compared without case, accents and compatibility forms, at word boundaries; a plural
 * s is no difference. In scripts without spaces a phrase may stand anywhere. An author is found if
 * each word of the wanted name is in the author's, an initial standing for a name.
 *
 * <p>A filter by category does not match a paper whose categories are not known.
 */
public final class PaperFilter {

    private final Interest interest;
    private final List<String> include;
    private final List<String> exclude;
    private final List<String[]> authors;

    public PaperFilter(Interest interest) {
        this.interest = interest;
        this.include = interest.include().stream().map(PaperFilter::fold).toList();
        this.exclude = interest.exclude().stream().map(PaperFilter::fold).toList();
        this.authors =
                interest.authors().stream().map(name -> fold(name).strip().split(" ")).toList();
    }

    /** Whether the paper passes; the score is what {@code minimumScore} is compared with. */
    public boolean passes(PaperSummary paper, double score) {
        Double minimum = interest.minimumScore();
        if (minimum != null && score < minimum) {
            return false;
        }
        if (!interest.categories().isEmpty()
                && interest.categories().stream().noneMatch(paper::isIn)) {
            return false;
        }
        if (!authors.isEmpty() && !hasAuthor(paper)) {
            return false;
        }
        if (include.isEmpty() && exclude.isEmpty()) {
            return true;
        }
        String text = fold(paper.title() + " . " + orEmpty(paper.abstractText()));
        return (include.isEmpty() || include.stream().anyMatch(phrase -> holds(text, phrase)))
                && exclude.stream().noneMatch(phrase -> holds(text, phrase));
    }

    private boolean hasAuthor(PaperSummary paper) {
        return paper.authors().stream()
                .map(author -> fold(author).strip().split(" "))
                .anyMatch(author -> authors.stream().anyMatch(wanted -> isNamed(author, wanted)));
    }

    private static boolean isNamed(String[] author, String[] wanted) {
        return Arrays.stream(wanted)
                .allMatch(word ->
                        Arrays.stream(author)
                                .anyMatch(own ->
                                        own.equals(word)
                                                || isInitial(word, own)
                                                || isInitial(own, word)));
    }

    private static boolean isInitial(String initial, String name) {
        return initial.length() == 1 && name.startsWith(initial);
    }

    private static boolean holds(String text, String phrase) {
        if (phrase.isBlank()) {
            return false;
        }
        if (phrase.codePoints().anyMatch(Character::isIdeographic)) {
            return text.contains(phrase.strip());
        }
        String open = phrase.stripTrailing();
        return text.contains(phrase) || text.contains(open + "s ");
    }

    /** Words in small letters without accents, each between single spaces. */
    static String fold(String text) {
        String plain =
                Normalizer.normalize(text, Normalizer.Form.NFKD)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\\p{M}+", "")
                        .replaceAll("[^\\p{L}\\p{N}+#]+", " ");
        return " " + plain.strip() + " ";
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
