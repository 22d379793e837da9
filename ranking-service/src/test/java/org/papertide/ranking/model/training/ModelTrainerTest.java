package org.papertide.ranking.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.papertide.ranking.model.ActivityClock;
import org.papertide.ranking.model.PaperFacts;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.training.ModelTrainer.Count;
import org.papertide.ranking.model.training.ModelTrainer.End;
import org.papertide.ranking.model.training.ModelTrainer.Example;
import org.papertide.ranking.model.training.ModelTrainer.History;
import org.papertide.ranking.model.training.ModelTrainer.TrainingSet;

/** Learns back what invented histories were made with. */
class ModelTrainerTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

    private final TrendModel start = TrendModel.shipped();

    /** Counts that grow to {@code whole}, half of it within {@code halfway}; Sundays are dead. */
    private static List<History> histories(int many, double halfway, double sunday) {
        Random random = new Random(6);
        List<History> histories = new ArrayList<>();
        List<Double> days = List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, sunday);
        ActivityClock attention =
                new ActivityClock(new TrendModel.Rhythm(TrendModel.Rhythm.even().hours(), days));
        for (int i = 0; i < many; i++) {
            Instant listed = MONDAY.plus(Duration.ofMinutes(7 + random.nextInt(60 * 24 * 60)));
            long born = listed.toEpochMilli();
            double whole = Math.exp(5 + random.nextGaussian());
            List<Count> counts = new ArrayList<>();
            for (int hour = 3; hour < 24 * 9; hour += 5) {
                long time = born + hour * ActivityClock.HOUR;
                double age = attention.hours(born, time);
                counts.add(new Count(time, Math.round(whole * age / (age + halfway))));
            }
            histories.add(
                    new History(new PaperFacts(listed, listed, null, null, null, null), counts));
        }
        return histories;
    }

    @Test
    void findsTheHalfwayAgeAndTheQuietDay() {
        RhythmLearner learner = new RhythmLearner(histories(300, 12, 0.3));
        assertThat(learner.halfway()).isBetween(10.0, 16.0);
        TrendModel.Rhythm rhythm = learner.rhythm(12);
        assertThat(rhythm.weekdays().get(6)).isLessThan(0.65);
        assertThat(rhythm.weekdays().subList(0, 6)).allMatch(pace -> pace > 0.9);
        assertThat(rhythm.hours()).allMatch(pace -> pace > 0.85 && pace < 1.15);
    }

    @Test
    void fewHistoriesTeachNoRhythm() {
        assertThat(new RhythmLearner(histories(19, 12, 0.3)).isIdle()).isTrue();
        assertThat(new RhythmLearner(List.of()).isIdle()).isTrue();
    }

    /** Stars that come at each repository's own pace, whatever it has. */
    private static List<Example> paces(String metric, int many) {
        Random random = new Random(8);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Instant first = MONDAY.plus(Duration.ofHours(random.nextInt(2000)));
            double had = Math.exp(6 + 2 * random.nextGaussian());
            double pace = Math.exp(3 + random.nextGaussian());
            Instant now = first.plus(Duration.ofDays(1 + random.nextInt(10)));
            SignalHistory signals = SignalHistory.none();
            for (Instant at = first; !at.isAfter(now); at = at.plus(Duration.ofDays(1))) {
                double days = Duration.between(first, at).toHours() / 24.0;
                signals = signals.with(metric, "github", (long) (had + pace * days), at);
            }
            examples.add(new Example(PaperFacts.unknown(first), signals, now, pace, 24));
        }
        return examples;
    }

    @Test
    void learnsOfAnyMetricThatItsGainTellsMoreThanItsLevel() {
        TrainingSet training =
                new TrainingSet(
                        "GITHUB_STARS",
                        "made up",
                        paces("GITHUB_STARS", 500),
                        List.of(),
                        List.of(),
                        List.of());
        TrendModel learnt = new ModelTrainer(start).learn(training);
        TrendModel.Growth growth =
                Objects.requireNonNull(learnt.metrics().get("GITHUB_STARS")).growth();
        assertThat(growth.rising().gain()).isBetween(0.7, 1.3);
        assertThat(growth.rising().level()).isBetween(0.0, 0.15);
        assertThat(growth.learntFrom()).isEqualTo("made up");
        assertThat(learnt.metrics().get("UPVOTES")).isEqualTo(start.metrics().get("UPVOTES"));
        assertThat(new ModelTrainer(start).learn(training)).isEqualTo(learnt);
    }

    @Test
    void fieldsAreDrawnTowardsNoEffectWhereFewAreKnown() {
        List<End> ends = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            ends.add(end("cs.CV", 40));
            ends.add(end("math.NT", 5));
        }
        ends.add(end("q-bio.NC", 1));
        for (int i = 0; i < 200; i++) {
            ends.add(end(null, 900));
        }
        List<Example> examples = paces("UPVOTES", 300);
        TrendModel learnt =
                new ModelTrainer(start)
                        .learn(
                                new TrainingSet(
                                        "UPVOTES", "made up", examples, examples, List.of(), ends));
        assertThat(learnt.fieldSize("math.NT") / learnt.fieldSize("cs.CV"))
                .isCloseTo(6.0 / 41, within(0.03));
        assertThat(learnt.fieldSize("q-bio.NC")).isBetween(0.85, 1.0);
        assertThat(learnt.breakout().bar()).isEqualTo(900);
    }

    private static End end(@org.jspecify.annotations.Nullable String category, double count) {
        return new End(new PaperFacts(MONDAY, MONDAY, category, null, null, null), count);
    }

    @Test
    void refusesTooFewExamplesAndMetricsThatItDoesNotKnow() {
        assertThatThrownBy(() -> new ModelTrainer(start).learn(few("UPVOTES")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UPVOTES: fewer than 100");
        assertThatThrownBy(() -> new ModelTrainer(start).learn(few("APPLAUSE")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("APPLAUSE");
    }

    private static TrainingSet few(String metric) {
        return new TrainingSet(metric, "made up", List.of(), List.of(), List.of(), List.of());
    }
}
