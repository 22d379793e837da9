package org.papertide.ranking.search;

import java.util.List;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;

/** What a record changes in the index. */
public sealed interface IndexChange {

    /** The paper that it is about. */
    PaperId id();

    /**
     * What is known of a paper, listed or not.
     *
     * @param paper its newest revision
     */
    record Known(Paper paper) implements IndexChange {

        @Override
        public PaperId id() {
            return paper.id();
        }
    }

    /** A paper of which nothing is known any more. */
    record Forgotten(PaperId id) implements IndexChange {}

    /**
     * What a paper means.
     *
     * @param vectors one for each model; none if it has left
     */
    record Meant(PaperId id, List<ModelVector> vectors) implements IndexChange {

        public Meant {
            vectors = List.copyOf(vectors);
        }
    }
}
