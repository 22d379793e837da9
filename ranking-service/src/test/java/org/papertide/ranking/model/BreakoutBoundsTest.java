package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.papertide.ranking.model.BreakoutDetector.Crossing;
import org.papertide.ranking.model.BreakoutDetector.Step;

/** Each bound of breakout detection, on it and just beside it. */
class BreakoutBoundsTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private final TrendModel model = TrendModel.shipped();
    private final TrendModel.Breakouts bounds = model.breakout();
    private final BreakoutDetector detector = new BreakoutDetector(model);

    private final Duration cooldown =
            Duration.ofMillis((long) (bounds.cooldownHours() * ActivityClock.HOUR));

    private static ScoreResult assessment(
            double level, double top, double probability, boolean canBreakOut, double ageHours) {
        return new ScoreResult(
                Map.of(),
                1,
                top,
                List.of(),
                probability,
                canBreakOut,
                level,
                ageHours,
                Instant.MAX);
    }

    private static ScoreResult reached(double level) {
        return assessment(level, level, 1, true, 1);
    }

    @Test
    void noHigherLevelBreaksOutWithinTheCooldown() {
        BreakoutState first = detector.step(BreakoutState.none(), reached(bar(1)), NOW).state();
        Instant end = NOW.plus(cooldown);
        assertThat(detector.step(first, reached(bar(2)), end.minusMillis(1)).crossing()).isEmpty();
        assertThat(detector.step(first, reached(bar(2)), end).crossing())
                .hasValueSatisfying(crossing -> assertThat(crossing.level()).isEqualTo(2));
    }

    @Test
    void aLevelThatWasPassedInSilenceHasNoCooldown() {
        BreakoutState passed =
                detector.step(BreakoutState.none(), assessment(bar(1), bar(1), 1, false, 900), NOW)
                        .state();
        assertThat(passed).isEqualTo(new BreakoutState(1, false, Instant.EPOCH));
        assertThat(detector.step(passed, reached(bar(2)), NOW).crossing()).isPresent();
    }

    @Test
    void theCrossingNamesLevelBarAndProbability() {
        Step step = detector.step(BreakoutState.none(), reached(bar(2)), NOW);
        assertThat(step.crossing()).contains(new Crossing(2, bar(2), 1));
        assertThat(step.state()).isEqualTo(new BreakoutState(2, true, NOW));
    }

    @Test
    void isActiveUntilTheProbabilityFallsBelowTheLowerBound() {
        BreakoutState active = new BreakoutState(1, true, NOW);
        Instant later = NOW.plusSeconds(60);
        ScoreResult atTheBound = assessment(90, 90, bounds.leave(), true, 20);
        ScoreResult below = assessment(90, 90, Math.nextDown(bounds.leave()), true, 20);
        assertThat(detector.step(active, atTheBound, later).state().active()).isTrue();
        assertThat(detector.step(active, below, later).state())
                .isEqualTo(new BreakoutState(1, false, NOW));
    }

    @Test
    void whatIsNotActiveDoesNotBecomeSoByItself() {
        BreakoutState calm = new BreakoutState(1, false, NOW);
        ScoreResult likely = assessment(90, 90, 0.9, true, 20);
        assertThat(detector.step(calm, likely, NOW.plusSeconds(60)).state()).isSameAs(calm);
    }

    @Test
    void aYoungPaperNeedsMoreThanOneWhoseFirstDayIsOver() {
        double enough = (bounds.enter() + bounds.enterSettled()) / 2;
        ScoreResult young = assessment(10, topFor(10, enough), enough, true, settledBefore());
        ScoreResult settled =
                assessment(10, topFor(10, enough), enough, true, bounds.settledHours());
        assertThat(detector.step(BreakoutState.none(), young, NOW).crossing()).isEmpty();
        assertThat(detector.step(BreakoutState.none(), settled, NOW).crossing()).isPresent();
    }

    @Test
    void theProbabilityAskedForIsEnough() {
        double probability = BarProbability.probability(bounds, 1, 10, 140);
        ScoreResult exact = assessment(10, 140, probability, true, 1);
        assertThat(asking(probability).step(BreakoutState.none(), exact, NOW).crossing())
                .isPresent();
        assertThat(asking(Math.nextUp(probability)).step(BreakoutState.none(), exact, NOW))
                .isEqualTo(new Step(BreakoutState.none(), Optional.empty()));
    }

    /** What is to come has a median below its mean: by half of the variance of its logarithm. */
    @Test
    void theProbabilityIsAHalfAtTheMedianAndTheNormalOneBesideIt() {
        double deviation = bounds.deviation();
        double missing = bar(1) - 10;
        double mean = missing * Math.exp(deviation * deviation / 2);
        assertThat(BarProbability.probability(bounds, 1, 10, 10 + mean))
                .isEqualTo(0.5, within(1e-6));
        assertThat(BarProbability.probability(bounds, 1, 10, 10 + mean * Math.exp(deviation)))
                .isEqualTo(0.8413447, within(1e-6));
        assertThat(BarProbability.probability(bounds, 1, 10, 10 + mean * Math.exp(-deviation)))
                .isEqualTo(0.1586553, within(1e-6));
    }

    @Test
    void thereIsAHighestLevel() {
        assertThat(detector.step(BreakoutState.none(), reached(1e9), NOW).state().level())
                .isEqualTo(BarProbability.HIGHEST_LEVEL);
        ScoreResult unseen = assessment(1e9, 1e9, 1, false, 900);
        assertThat(detector.step(BreakoutState.none(), unseen, NOW).state().level())
                .isEqualTo(BarProbability.HIGHEST_LEVEL);
    }

    @Test
    void aRiseThatWasNotSeenPassesABarOnlyWhenItIsReached() {
        ScoreResult below = assessment(Math.nextDown(bar(1)), bar(3), 1, false, 900);
        assertThat(detector.step(BreakoutState.none(), below, NOW).state().level()).isZero();
    }

    private double bar(int level) {
        return bounds.bar() * Math.pow(bounds.nextLevel(), level - 1);
    }

    private double settledBefore() {
        return Math.nextDown(bounds.settledHours());
    }

    /** The expected final count with which the first bar has this probability. */
    private double topFor(double level, double probability) {
        double low = level;
        double high = 1e6;
        for (int i = 0; i < 200; i++) {
            double middle = (low + high) / 2;
            if (BarProbability.probability(bounds, 1, level, middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private BreakoutDetector asking(double enter) {
        TrendModel.Breakouts changed =
                new TrendModel.Breakouts(
                        bounds.bar(),
                        bounds.nextLevel(),
                        bounds.deviation(),
                        enter,
                        bounds.settledHours(),
                        bounds.enterSettled(),
                        bounds.leave(),
                        bounds.cooldownHours());
        return new BreakoutDetector(
                new TrendModel(
                        model.format(),
                        model.version(),
                        model.learntFrom(),
                        model.gainHours(),
                        model.fields(),
                        model.metrics(),
                        model.combination(),
                        model.trust(),
                        changed));
    }
}
