package org.papertide.notify.site;

import java.util.Optional;
import org.papertide.events.PaperId;
import org.papertide.events.Score;

/** The papers that have a score here; {@link CandidateRankings} is the service's. */
@FunctionalInterface
public interface KnownPapers {

    /** The score of a paper under any of its identities, if it is known. */
    Optional<Score> score(PaperId paper);
}
