package org.papertide.events.consumer;

import org.papertide.events.Paper;
import org.papertide.events.PaperId;

/**
 * What a record of {@code papers.v1} says of a paper. A repeated record, or one with a revision
 * that is not higher than the one known, changes nothing.
 */
public sealed interface PaperChange {

    /** The paper's identity, and the record's key. */
    PaperId id();

    /** The paper is listed, and this is all that is known of it. */
    record Listed(Paper paper) implements PaperChange {
        @Override
        public PaperId id() {
            return paper.id();
        }
    }

    /** Its authors or its archive have withdrawn it. It may be listed again. */
    record Withdrawn(Paper paper) implements PaperChange {
        @Override
        public PaperId id() {
            return paper.id();
        }
    }

    /**
     * Two identities turned out to be one paper, which is known as {@code into} from now on. What
     * was kept under {@code id} belongs there. Its score under {@code id} becomes {@link
     * Change.Gone}, and its signals are published again under {@code into} with their own times.
     *
     * @param last the last record under the old identity
     */
    record Merged(PaperId id, PaperId into, Paper last) implements PaperChange {}

    /** A tombstone: nothing is known of it any more. Papertide sends none; an operator may. */
    record Gone(PaperId id) implements PaperChange {}
}
