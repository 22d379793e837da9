package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.ranking.model.BreakoutDetector.Crossing;
import org.papertide.ranking.model.BreakoutDetector.Step;

class BreakoutDetectorTest {

    private static final Instant LISTED = Instant.parse("2026-03-02T02:30:00Z");

    private final TrendModel model = TrendModel.shipped();
    private final TrendScore score = new TrendScore(model);
    private final BreakoutDetector detector = new BreakoutDetector(model);
    private final PaperFacts facts = new PaperFacts(LISTED, LISTED, "cs.LG", 4, 20L, false);

    private final List<Instant> times = new ArrayList<>();
    private BreakoutState state = BreakoutState.none();

    private List<Crossing> follow(PaperFacts of, double everyHours, long... counts) {
        List<Crossing> crossings = new ArrayList<>();
        SignalHistory signals = SignalHistory.none();
        for (int i = 0; i < counts.length; i++) {
            Instant at = LISTED.plusMillis((long) ((i + 1) * everyHours * 3_600_000));
            signals = signals.with("UPVOTES", "huggingface", counts[i], at);
            Step step = detector.step(state, score.assess(of, signals, at), at);
            state = step.state();
            step.crossing()
                    .ifPresent(crossing -> {
                        crossings.add(crossing);
                        times.add(at);
                    });
        }
        return crossings;
    }

    @Test
    void tellsALevelOnceHoweverOftenItIsCrossed() {
        long bar = (long) model.breakout().bar();
        List<Crossing> crossings =
                follow(facts, 2, 5, bar + 1, bar - 40, bar + 2, bar + 2, bar + 3);
        assertThat(crossings).singleElement().extracting(Crossing::level).isEqualTo(1);
        assertThat(state.hasBrokenOut()).isTrue();
    }

    @Test
    void tellsAHigherLevelAfterTheCooldown() {
        long bar = (long) model.breakout().bar();
        double next = model.breakout().nextLevel();
        long high = (long) (bar * next) + 1;
        long[] counts = new long[20];
        Arrays.fill(counts, high);
        counts[0] = bar / 2;
        counts[1] = bar * 3 / 4;
        counts[2] = bar + 1;
        counts[3] = bar * 3 / 2;
        List<Crossing> crossings = follow(facts, 1, counts);
        assertThat(crossings).extracting(Crossing::level).containsExactly(1, 2);
        // The next level is reached within two hours of the first, and is held back until then.
        assertThat(Duration.between(times.getFirst(), times.getLast()).toHours())
                .isEqualTo((long) model.breakout().cooldownHours());
        assertThat(state.lastAt()).isEqualTo(times.getLast());
    }

    @Test
    void keepsQuietForTypicalPapers() {
        assertThat(follow(facts, 4, 3, 6, 9, 12, 14, 15)).isEmpty();
    }

    @Test
    void aFirstSignalOfAnOldPaperIsNoBreakout() {
        PaperFacts old =
                new PaperFacts(LISTED.minus(Duration.ofDays(90)), LISTED, null, 4, null, null);
        assertThat(follow(old, 9, 130)).isEmpty();
        state = BreakoutState.none();
        assertThat(follow(facts, 9, 130)).hasSize(1);
    }

    @Test
    void whatAnOldPaperStoodAtWhenItWasFirstReadIsNeverTold() {
        PaperFacts old =
                new PaperFacts(LISTED.minus(Duration.ofDays(90)), LISTED, null, 4, null, null);
        assertThat(follow(old, 9, 130, 131, 140)).isEmpty();
        assertThat(state.hasBrokenOut()).isFalse();
        state = BreakoutState.none();
        long next = (long) (model.breakout().bar() * model.breakout().nextLevel()) + 5;
        assertThat(follow(old, 9, 130, 150, 175, 195, next))
                .extracting(Crossing::level)
                .containsExactly(2);
    }

    @Test
    void signalsThatComeDaysLateBreakNothingOut() {
        SignalHistory signals = SignalHistory.none();
        long[] counts = {20, 90, 150, 170};
        Instant now = LISTED.plus(Duration.ofDays(4));
        for (int i = 0; i < counts.length; i++) {
            signals =
                    signals.with(
                            "UPVOTES",
                            "huggingface",
                            counts[i],
                            LISTED.plus(Duration.ofHours(6 * i + 4)));
            Step late = detector.step(state, score.assess(facts, signals, now), now);
            assertThat(late.crossing()).isEmpty();
            state = late.state();
        }
        SignalHistory fresh = signals.with("UPVOTES", "huggingface", 173, now);
        assertThat(detector.step(state, score.assess(facts, fresh, now), now).crossing()).isEmpty();
        assertThat(state.hasBrokenOut()).isFalse();
    }

    @Test
    void aPaperThatRisesAfterALateStartIsTold() {
        PaperFacts old =
                new PaperFacts(LISTED.minus(Duration.ofDays(9)), LISTED, null, 4, null, null);
        assertThat(follow(old, 5, 10, 40, 70, 100, 130))
                .extracting(Crossing::level)
                .containsExactly(1);
    }

    @Test
    void wavesNothingThroughThatIsNotProbable() {
        assertThat(BarProbability.probability(model.breakout(), 1, 0, 0)).isZero();
        assertThat(BarProbability.probability(model.breakout(), 1, 500, 500)).isEqualTo(1);
    }
}
