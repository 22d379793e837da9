package org.papertide.ingest.source;

import java.time.Instant;
import java.util.List;
import org.papertide.events.PaperId;

/** Papers of which too little is known: those with an arXiv identity and no category. */
public interface IncompletePapers {

    /**
     * Those that were never asked about, or last before {@code askedBefore}, the newest first.
     *
     * @param limit how many at most
     */
    List<PaperId> find(int limit, Instant askedBefore);

    /**
     * Writes down that arXiv was asked about these, whatever it answered.
     *
     * @param at what counts as the time
     * @param newSince what counts as new: first seen after this
     * @param atIfNew what counts as the time of a new one
     */
    void asked(List<PaperId> papers, Instant at, Instant newSince, Instant atIfNew);
}
