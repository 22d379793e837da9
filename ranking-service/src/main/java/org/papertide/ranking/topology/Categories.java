package org.papertide.ranking.topology;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.papertide.events.Category;
import org.papertide.events.PaperSummary;

/** The categories under which a paper is ranked. */
final class Categories {

    /** Stands for all papers, whatever their categories. */
    static final String ALL = "";

    private Categories() {}

    /** All papers, the primary category and those it is cross-listed under, without repetition. */
    static List<String> of(PaperSummary paper) {
        Set<String> categories = new LinkedHashSet<>();
        categories.add(ALL);
        if (paper.primaryCategory() != null && Category.isName(paper.primaryCategory())) {
            categories.add(paper.primaryCategory());
        }
        paper.categories().stream().filter(Category::isName).forEach(categories::add);
        return List.copyOf(categories);
    }
}
