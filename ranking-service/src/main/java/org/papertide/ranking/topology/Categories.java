package org.papertide.ranking.topology;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.papertide.events.PaperSummary;

/** The categories under which a paper is ranked. */
final class Categories {

    /** Stands for all papers, whatever their categories. */
    static final String ALL = "";

    private static final int MAX_LENGTH = 64;

    private Categories() {}

    /** All papers, the primary category and those it is cross-listed under, without repetition. */
    static List<String> of(PaperSummary paper) {
        Set<String> categories = new LinkedHashSet<>();
        categories.add(ALL);
        if (paper.primaryCategory() != null && isRankable(paper.primaryCategory())) {
            categories.add(paper.primaryCategory());
        }
        paper.categories().stream().filter(Categories::isRankable).forEach(categories::add);
        return List.copyOf(categories);
    }

    /** A category becomes part of a record's key: no blanks, no control characters, not endless. */
    private static boolean isRankable(String category) {
        return !category.isEmpty()
                && category.length() <= MAX_LENGTH
                && category.chars().allMatch(c -> c > ' ' && c != 0x7f);
    }
}
