package org.papertide.ranking.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sequential detection of breakouts: a paper breaks out when it is probable that it ends among the
 * best (2 in 100), once per level. A pure function of the stored state and an assessment.
 *
 * <p>A young paper's future is open, so it needs a high probability. After its first day it has
 * most of its upvotes, and a lower one suffices. A level is announced once; a higher one, whose bar
 * is twice as high, after a cooldown. Between {@code enter} and {@code leave} a paper keeps the
 * state it is in (hysteresis). A level that a paper reached unobserved (the first signal of an old
 * paper, late signals) is never announced.
 */
public final class BreakoutDetector {

    private final TrendModel.Breakouts model;

    /** A detector with these learnt constants. */
    public BreakoutDetector(TrendModel model) {
        this.model = model.breakout();
    }

    /**
     * A bar that a paper crosses.
     *
     * @param level 1 is the first
     * @param bar the final count that it is probable to reach, in upvote-equivalents
     * @param probability of reaching it
     */
    public record Crossing(int level, double bar, double probability) {}

    /** The state to store, and the crossed bar, if any. */
    public record Step(BreakoutState state, Optional<Crossing> crossing) {}

    /** Judges one assessment, made at {@code now}. */
    public Step step(BreakoutState state, ScoreResult assessment, Instant now) {
        if (state.active() && assessment.breakoutProbability() < model.leave()) {
            state = new BreakoutState(state.level(), false, state.lastAt());
        }
        if (!assessment.canBreakOut()) {
            int passed = levelOf(assessment.level());
            return new Step(
                    passed <= state.level()
                            ? state
                            : new BreakoutState(passed, state.active(), state.lastAt()),
                    Optional.empty());
        }
        int reached = highestLevel(assessment);
        if (reached <= state.level() || cooling(state, now)) {
            return new Step(state, Optional.empty());
        }
        double probability = probability(reached, assessment);
        return new Step(
                new BreakoutState(reached, true, now),
                Optional.of(
                        new Crossing(reached, BarProbability.bar(model, reached), probability)));
    }

    private int highestLevel(ScoreResult assessment) {
        double enter =
                assessment.ageHours() < model.settledHours() ? model.enter() : model.enterSettled();
        int level = 0;
        while (level < BarProbability.HIGHEST_LEVEL
                && probability(level + 1, assessment) >= enter) {
            level++;
        }
        return level;
    }

    private int levelOf(double count) {
        int level = 0;
        while (level < BarProbability.HIGHEST_LEVEL
                && count >= BarProbability.bar(model, level + 1)) {
            level++;
        }
        return level;
    }

    private double probability(int level, ScoreResult assessment) {
        return BarProbability.probability(model, level, assessment.level(), assessment.top());
    }

    private boolean cooling(BreakoutState state, Instant now) {
        Duration cooldown = Duration.ofSeconds((long) (model.cooldownHours() * 3600));
        return state.hasBrokenOut() && now.isBefore(state.lastAt().plus(cooldown));
    }
}
