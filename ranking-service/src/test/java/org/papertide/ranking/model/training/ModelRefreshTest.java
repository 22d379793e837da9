package org.papertide.ranking.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.ranking.model.PaperFacts;
import org.papertide.ranking.model.ScoreResult;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.TrendScore;
import org.papertide.ranking.model.training.ModelRefresh.Refreshed;
import org.papertide.ranking.model.training.ModelRefresh.TrainingMoment;

class ModelRefreshTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final double MOST = 0.1;

    private final TrendModel current = TrendModel.shipped();
    private final ModelRefresh refresh = new ModelRefresh(MOST);

    private static List<TrainingMoment> moments(int papers) {
        return moments("UPVOTES", 0, papers);
    }

    /** Papers twice as large as any before, each seen on four days; the first count is above 0. */
    private static List<TrainingMoment> moments(String metric, long first, int papers) {
        Random random = new Random(12);
        List<TrainingMoment> moments = new ArrayList<>();
        for (int i = 0; i < papers; i++) {
            Instant listed = MONDAY.plus(Duration.ofMinutes(11 + random.nextInt(60 * 24 * 40)));
            int authors = 1 + i % 9;
            PaperFacts facts =
                    new PaperFacts(
                            listed, listed, "cs.LG", authors, (long) random.nextInt(90), null);
            double whole = Math.exp(4 + random.nextGaussian());
            SignalHistory signals = SignalHistory.none();
            for (int hour = 2; hour < 120; hour += 3) {
                long count = first + Math.round(whole * hour / (hour + 14.0));
                Instant at = listed.plus(Duration.ofHours(hour));
                signals = signals.with(metric, "a list", count, at);
                if (hour % 24 == 8) {
                    moments.add(new TrainingMoment(paper(i), facts, signals, at, at));
                }
            }
            for (int k = moments.size() - 5; k < moments.size(); k++) {
                Instant at = moments.get(k).at();
                Instant later = at.plus(Duration.ofDays(1));
                moments.set(k, new TrainingMoment(paper(i), facts, signals, at, later));
            }
        }
        return moments;
    }

    private static PaperId paper(int number) {
        return new PaperId("arxiv:2603.%05d".formatted(number));
    }

    private static TrendModel.Growth growth(String metric, TrendModel model) {
        return Objects.requireNonNull(model.metrics().get(metric)).growth();
    }

    private static TrendModel.Growth upvotes(TrendModel model) {
        return growth("UPVOTES", model);
    }

    @Test
    void goesTowardsWhatItSawAndNoNumberMovesByMoreThanItsShare() {
        Refreshed refreshed = refresh.refresh(current, moments(120), "the stream, March 2026");
        TrendModel next = refreshed.model();
        assertThat(next.version()).isEqualTo(current.version() + 1);
        assertThat(upvotes(next).typical().growth())
                .isGreaterThan(upvotes(current).typical().growth());
        assertThat(upvotes(next).learntFrom()).isEqualTo("the stream, March 2026");
        assertBounded(TrendModel.tree(current), TrendModel.tree(next));
        assertThat(refreshed.changes())
                .anyMatch(line ->
                        line.matches(
                                "metrics\\.UPVOTES\\.growth\\.typical\\.growth: [0-9.]+ to [0-9.]+"
                                        + " \\(learnt [0-9.]+\\)"))
                .anyMatch(line -> line.startsWith("kept HN_POINTS: fewer than"));
    }

    private static void assertBounded(
            com.fasterxml.jackson.databind.JsonNode before,
            com.fasterxml.jackson.databind.JsonNode after) {
        if (before.isFloatingPointNumber()) {
            assertThat(Math.abs(after.doubleValue() - before.doubleValue()))
                    .isLessThanOrEqualTo(
                            MOST * Math.max(0.1, Math.abs(before.doubleValue())) + 1e-4);
        }
        for (var field : before.properties()) {
            assertBounded(field.getValue(), after.get(field.getKey()));
        }
        for (int i = 0; before.isArray() && i < before.size(); i++) {
            assertBounded(before.get(i), after.get(i));
        }
    }

    @Test
    void takesALastingChangeUpInAFewRefreshes() {
        TrendModel model = current;
        for (int night = 0; night < 30; night++) {
            model = refresh.refresh(model, moments(120), "the stream").model();
        }
        assertThat(upvotes(model).typical().growth())
                .isGreaterThan(2 * upvotes(current).typical().growth());
    }

    /** Nobody knew yet what followers do for points: that must not hold the other numbers up. */
    @Test
    void anEffectThatBeginsDoesNotHoldItsMetricUp() {
        List<TrainingMoment> points = moments("HN_POINTS", 0, 120);
        TrendModel learnt = current;
        for (int night = 0; night < 20; night++) {
            learnt = new ModelRefresh(1).refresh(learnt, points, "x").model();
        }
        TrendModel.Growth aim = growth("HN_POINTS", learnt);
        TrendModel.Typical typical = aim.typical();
        TrendModel.Growth before =
                new TrendModel.Growth(
                        "x",
                        aim.rhythm(),
                        new TrendModel.Typical(0, 1.2 * typical.growth(), typical.halfwayHours()),
                        aim.fadeHours(),
                        withoutEffects(aim.rising()),
                        withoutEffects(aim.top()));
        TrendModel.MetricModel its = Objects.requireNonNull(current.metrics().get("HN_POINTS"));
        TrendModel model = learnt.with("HN_POINTS", its.with(its.support(), before));

        TrendModel.Growth after = growth("HN_POINTS", refresh.refresh(model, points, "x").model());

        double way = before.typical().growth() - typical.growth();
        assertThat(after.typical().growth()).isLessThan(before.typical().growth() - way / 10);
        TrendModel.Effect effect = after.rising().submitterFollowers();
        assertThat(effect.centre()).isEqualTo(aim.rising().submitterFollowers().centre());
        assertThat(effect.reach()).isEqualTo(aim.rising().submitterFollowers().reach());
        assertThat(Math.abs(effect.slope())).isBetween(0.001, 0.01);
    }

    private static TrendModel.Terms withoutEffects(TrendModel.Terms terms) {
        TrendModel.Effect none = TrendModel.Effect.none();
        return new TrendModel.Terms(
                terms.base(),
                terms.level(),
                terms.age(),
                terms.gain(),
                none,
                none,
                none,
                terms.support());
    }

    /** Counts that begin at 200 look like counters that are older than the listing. */
    @Test
    void aLevelThatIsCappedStaysCapped() {
        TrendModel next = refresh.refresh(current, moments("UPVOTES", 200, 120), "x").model();
        assertThat(next.version()).isEqualTo(current.version() + 1);
        SignalHistory flood = SignalHistory.none().with("UPVOTES", "a list", 1_000_000, MONDAY);
        PaperFacts facts = PaperFacts.unknown(MONDAY.minus(Duration.ofHours(2)));
        for (TrendModel model : List.of(current, next)) {
            ScoreResult assessment = new TrendScore(model).assess(facts, flood, MONDAY);
            assertThat(assessment.reasons().getFirst().note()).isEqualTo("CAPPED");
        }
    }

    /** Of papers of one poll time, listing, category and authors are the same. */
    @Test
    void papersThatLookAlikeAreNotOne() {
        List<TrainingMoment> alike = new ArrayList<>();
        PaperFacts facts = new PaperFacts(MONDAY, MONDAY, "cs.LG", 5, null, null);
        for (int i = 0; i < 120; i++) {
            SignalHistory signals = SignalHistory.none();
            for (int hour = 1; hour < 120; hour += 3) {
                Instant at = MONDAY.plus(Duration.ofHours(hour));
                signals = signals.with("UPVOTES", "a list", (1L + i) * hour / (hour + 14), at);
            }
            Instant at = MONDAY.plus(Duration.ofHours(4));
            Instant later = at.plus(Duration.ofDays(1));
            alike.add(new TrainingMoment(paper(i), facts, signals, at, later));
        }
        Refreshed refreshed = refresh.refresh(current, alike, "x");
        assertThat(upvotes(refreshed.model()).learntFrom()).isEqualTo("x");
        Collections.shuffle(alike, new Random(4));
        assertThat(refresh.refresh(current, alike, "x")).isEqualTo(refreshed);
    }

    @Test
    void isTheSameInWhateverOrderTheSightingsCame() {
        List<TrainingMoment> shuffled = moments(120);
        Collections.shuffle(shuffled, new Random(3));
        assertThat(refresh.refresh(current, shuffled, "x"))
                .isEqualTo(refresh.refresh(current, moments(120), "x"));
    }

    @Test
    void keepsEverythingWhereThereIsTooLittle() {
        Refreshed refreshed = refresh.refresh(current, moments(3), "a quiet night");
        assertThat(refreshed.model()).isEqualTo(current);
        assertThat(refreshed.changes()).hasSize(current.metrics().size());
        assertThat(refreshed.changes()).allMatch(line -> line.startsWith("kept "));
    }

    @Test
    void whatItMakesComesBackFromItsJson() {
        TrendModel next = refresh.refresh(current, moments(120), "x").model();
        assertThat(TrendModel.parse(next.toJson())).isEqualTo(next);
    }

    @Test
    void refusesAShareThatIsNone() {
        assertThatThrownBy(() -> new ModelRefresh(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ModelRefresh(1.5))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
