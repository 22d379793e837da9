package org.papertide.ranking.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a paper was found.
 *
 * @param words those of the query that it has in its title, abstract or authors, as the reader
 *     wrote them
 * @param similarity how near its meaning is to the query's: the cosine of their vectors, 1 at most;
 *     absent where one has none
 * @param highlights where its words are: in the title if there are any, and in the abstract
 */
public record Match(List<String> words, @Nullable Double similarity, List<Highlight> highlights) {

    public Match {
        words = List.copyOf(words);
        highlights = List.copyOf(highlights);
    }
}
