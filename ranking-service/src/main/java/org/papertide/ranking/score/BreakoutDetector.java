package org.papertide.ranking.score;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sequential detection of breakouts: a paper breaks out when it is probable that it ends among the
 * best, once per level. A pure function of the state kept and the assessment made.
 */
public final class BreakoutDetector {

    /** A second level is not told within this time of the first. */
    private static final Duration COOLDOWN = Duration.ofHours(6);

    private final Priors priors;

    /** A detector with these learnt constants. */
    public BreakoutDetector(Priors priors) {
        this.priors = priors;
    }

    /**
     * A bar crossed.
     *
     * @param level 1 is the first
     * @param bar the expected gain in 24 hours that it takes, in upvote-equivalents
     */
    public record Crossing(int level, double bar) {}

    /** The state to keep, and the bar crossed if any. */
    public record Step(BreakoutState state, Optional<Crossing> crossing) {}

    /** Judges one assessment. */
    public Step step(BreakoutState state, Assessment assessment, Instant now) {
        Priors.Breakouts breakout = priors.breakout();
        double probability = assessment.breakoutProbability();
        if (state.hasBrokenOut()
                || !assessment.canBreakOut()
                || probability < breakout.enter()
                || now.isBefore(state.lastAt().plus(COOLDOWN))) {
            return new Step(state, Optional.empty());
        }
        double bar = assessment.rising() * breakout.enter() / probability;
        return new Step(new BreakoutState(1, false, now), Optional.of(new Crossing(1, bar)));
    }
}
