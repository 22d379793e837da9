package org.papertide.ranking.search;

import java.time.Instant;
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
     * @param paper a revision of it
     * @param written on the services' clock
     */
    record Known(Paper paper, Instant written) implements IndexChange {

        /** What is known of a paper since the second that its revision names. */
        Known(Paper paper) {
            this(paper, Instant.ofEpochSecond(paper.revision()));
        }

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
