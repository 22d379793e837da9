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

    /** Writes down that arXiv was asked about these, whatever it answered. */
    void asked(List<PaperId> papers, Instant at);
}
