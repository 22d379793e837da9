package org.papertide.ranking.api.search;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.papertide.events.PaperId;
import org.papertide.ranking.search.By;

/**
 * The papers that are most like one.
 *
 * @param paper its present id
 * @param title its title
 * @param by what papers were found by: {@code words} while it has no vector
 * @param note what a reader should know of the answer, as a sentence; absent mostly
 * @param entries in order, without the paper itself
 */
public record SimilarPapers(
        PaperId paper, String title, By by, @Nullable String note, List<SearchEntry> entries) {

    public SimilarPapers {
        entries = List.copyOf(entries);
    }
}
