package org.papertide.ranking.topology;

import java.time.Duration;

/**
 * The limits of the stream, each a setting.
 *
 * @param clockOffset what the services' clock is ahead of the machine's
 * @param futureTolerance how far ahead of the clock a signal may be
 * @param quietAfter how long a paper that is in no window keeps its signals
 * @param unknownPapers most papers per partition whose signals wait for the paper to come
 * @param unknownFor how long they wait
 */
public record StreamRules(
        Duration clockOffset,
        Duration futureTolerance,
        Duration quietAfter,
        int unknownPapers,
        Duration unknownFor) {}
