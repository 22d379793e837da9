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
        Duration unknownFor) {

    /** How far a tick may be ahead of Kafka's time of its record: one wrong clock stops nothing. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /**
     * How far past rankings may be ahead, so that one wrong clock fills no history. A tick led to
     * them, and another machine wrote them, whose clock may be behind.
     */
    public static final Duration PAST_TOLERANCE = CLOCK_TOLERANCE.multipliedBy(2);
}
