package org.papertide.ranking.topology;

import java.time.Instant;
import org.papertide.events.Breakout;

/** Where a partition's results go. */
interface ScoringOutput {

    /** A new score of a paper, in JSON. */
    void score(String paperId, byte[] json, Instant observedAt);

    /** A paper no longer has a score. */
    void scoreGone(String paperId);

    void breakout(Breakout breakout);

    void merge(MergeInput input);
}
