package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.papertide.events.Reason;
import org.papertide.events.Window;

/**
 * The numbers of a score against the formula of {@link TrendScore}'s documentation, written down a
 * second time, term by term, for papers whose hours of attention are hours.
 */
class TrendFormulaTest {

    private static final Instant LISTED = Instant.parse("2026-03-02T02:30:00Z");
    private static final Offset<Double> CLOSE = within(1e-9);

    private final TrendModel shipped = TrendModel.shipped();
    private final TrendModel model =
            evenly(evenly(evenly(shipped, "UPVOTES"), "GITHUB_STARS"), "COMMENTS");
    private final TrendScore score = new TrendScore(model);
    private final PaperFacts facts = new PaperFacts(LISTED, LISTED, "cs.LG", 4, 20L, true);
    private final double field = model.fieldSize("cs.LG");

    /** With every hour of the week alike. */
    private static TrendModel evenly(TrendModel of, String metric) {
        TrendModel.MetricModel its = Objects.requireNonNull(of.metrics().get(metric));
        TrendModel.Growth growth = its.growth();
        return of.with(
                metric,
                its.with(
                        its.support(),
                        new TrendModel.Growth(
                                growth.learntFrom(),
                                TrendModel.Rhythm.even(),
                                growth.typical(),
                                growth.fadeHours(),
                                growth.rising(),
                                growth.top())));
    }

    private static Instant hour(double hours) {
        return LISTED.plusMillis((long) (hours * 3_600_000));
    }

    private static SignalHistory upvotes(SignalHistory to, long count, double hours) {
        return to.with("UPVOTES", "huggingface", count, hour(hours));
    }

    private TrendModel.MetricModel metric(String name) {
        return Objects.requireNonNull(model.metrics().get(name));
    }

    private double typical(String metric, double age) {
        TrendModel.Typical typical = metric(metric).growth().typical();
        return typical.start() + typical.growth() * age / (age + typical.halfwayHours());
    }

    /** ln E, for facts with everything known and no other metric. */
    private double logForecast(
            String metric, TrendModel.Terms terms, double level, double age, double logGain) {
        TrendModel.Typical typical = metric(metric).growth().typical();
        return terms.base()
                + terms.level() * Math.log((1 + level) / (1 + field * typical(metric, age)))
                - terms.age() * Math.log(age + typical.halfwayHours())
                + terms.gain() * logGain
                + terms.submitterFollowers().of(Math.log(21))
                + terms.authors().of(Math.log(5))
                + terms.authorParticipating().of(1);
    }

    private double worth(String metric, double count) {
        return metric(metric).scale() * Math.pow(count, metric(metric).exponent());
    }

    private double day(String metric, double staleHours) {
        double fade = metric(metric).growth().fadeHours();
        return (1 - Math.exp(-24 / fade)) * Math.exp(-staleHours / fade);
    }

    @Test
    void aFirstSignal() {
        ScoreResult of = score.assess(facts, upvotes(SignalHistory.none(), 12, 4), hour(6.5));
        TrendModel.Growth growth = metric("UPVOTES").growth();
        double rising =
                worth(
                        "UPVOTES",
                        Math.exp(logForecast("UPVOTES", growth.rising(), 12, 4, 0))
                                * day("UPVOTES", 2.5));
        double further = Math.exp(logForecast("UPVOTES", growth.top(), 12, 4, 0));
        assertThat(of.rising()).isEqualTo(rising, CLOSE);
        assertThat(of.top()).isEqualTo(worth("UPVOTES", 12 + further), CLOSE);
        assertThat(of.level()).isEqualTo(worth("UPVOTES", 12), CLOSE);
        assertThat(of.ageHours()).isEqualTo(4, CLOSE);
        assertThat(of.canBreakOut()).isTrue();
        assertThat(of.breakoutProbability())
                .isEqualTo(BarProbability.probability(model.breakout(), 1, of.level(), of.top()));
        assertThat(of.reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.metric()).isEqualTo("UPVOTES");
                    assertThat(reason.source()).isEqualTo("huggingface");
                    assertThat(reason.reading()).isEqualTo(12);
                    assertThat(reason.gain()).isEqualTo(12);
                    assertThat(reason.hours()).isEqualTo(4, CLOSE);
                    assertThat(reason.expected()).isEqualTo(field * typical("UPVOTES", 4), CLOSE);
                    assertThat(reason.share()).isEqualTo(1);
                    assertThat(reason.note()).isNull();
                });
    }

    @Test
    void aGainSinceAnEarlierSignal() {
        SignalHistory signals = upvotes(upvotes(SignalHistory.none(), 10, 4), 26, 8);
        ScoreResult of = score.assess(facts, signals, hour(8));
        double typicalGain = typical("UPVOTES", 8) - typical("UPVOTES", 4);
        double logGain = Math.log((1 + 16) / (1 + field * typicalGain));
        TrendModel.Growth growth = metric("UPVOTES").growth();
        assertThat(of.rising())
                .isEqualTo(
                        worth(
                                "UPVOTES",
                                Math.exp(logForecast("UPVOTES", growth.rising(), 26, 8, logGain))
                                        * day("UPVOTES", 0)),
                        CLOSE);
        assertThat(of.reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.gain()).isEqualTo(16);
                    assertThat(reason.hours()).isEqualTo(4, CLOSE);
                    assertThat(reason.expected()).isEqualTo(field * typicalGain, CLOSE);
                });
    }

    @Test
    void aSignalWithinTheLastHoursIsNoBaseForAGain() {
        double span = model.gainHours();
        SignalHistory within = upvotes(upvotes(SignalHistory.none(), 10, 8), 26, 8 + span - 0.01);
        SignalHistory before = upvotes(upvotes(SignalHistory.none(), 10, 8), 26, 8 + span);
        assertThat(only(within, 8 + span).gain()).isEqualTo(26);
        assertThat(only(before, 8 + span).gain()).isEqualTo(16);
        assertThat(only(before, 8 + span).hours()).isEqualTo(span, CLOSE);
    }

    private Reason only(SignalHistory signals, double hours) {
        List<Reason> reasons = score.assess(facts, signals, hour(hours)).reasons();
        assertThat(reasons).hasSize(1);
        return reasons.getFirst();
    }

    @Test
    void twoMetricsAreJoinedByTheNormOfWhatEachSaysBeyondItsQuiet() {
        SignalHistory signals =
                upvotes(upvotes(SignalHistory.none(), 10, 4), 26, 8)
                        .with("GITHUB_STARS", "github", 40, hour(4))
                        .with("GITHUB_STARS", "github", 52, hour(8));
        ScoreResult both = score.assess(facts, signals, hour(8));
        List<Reason> reasons = both.reasons();
        assertThat(reasons).hasSize(2);
        double shares = reasons.stream().mapToDouble(Reason::share).sum();
        assertThat(shares).isEqualTo(1, CLOSE);
        assertThat(reasons.getFirst().share()).isGreaterThanOrEqualTo(reasons.getLast().share());

        Single upvotes = single(signals, "UPVOTES", 26, 16);
        Single stars = single(signals, "GITHUB_STARS", 52, 12);
        assertThat(both.rising()).isEqualTo(joined(upvotes.rising, stars.rising), CLOSE);
        assertThat(both.top()).isEqualTo(joined(upvotes.top, stars.top), CLOSE);
        assertThat(both.level())
                .isEqualTo(Math.max(worth("UPVOTES", 26), worth("GITHUB_STARS", 52)), CLOSE);
        double first = upvotes.rising.excess() * upvotes.rising.excess();
        double second = stars.rising.excess() * stars.rising.excess();
        assertThat(
                        reasons.stream()
                                .filter(reason -> reason.metric().equals("UPVOTES"))
                                .findFirst()
                                .orElseThrow()
                                .share())
                .isEqualTo(first / (first + second), CLOSE);
    }

    @Test
    void theNormIsThatOfTheModel() {
        SignalHistory signals =
                upvotes(upvotes(SignalHistory.none(), 10, 4), 26, 8)
                        .with("GITHUB_STARS", "github", 40, hour(4))
                        .with("GITHUB_STARS", "github", 52, hour(8));
        Single upvotes = single(signals, "UPVOTES", 26, 16);
        Single stars = single(signals, "GITHUB_STARS", 52, 12);
        for (double p : new double[] {1, 2, 3.5}) {
            ScoreResult both = new TrendScore(joinedBy(p)).assess(facts, signals, hour(8));
            assertThat(both.rising()).isEqualTo(joined(upvotes.rising, stars.rising, p), CLOSE);
            assertThat(both.top()).isEqualTo(joined(upvotes.top, stars.top, p), CLOSE);
        }
    }

    private TrendModel joinedBy(double combination) {
        return new TrendModel(
                model.format(),
                model.version(),
                model.learntFrom(),
                model.gainHours(),
                model.fields(),
                model.metrics(),
                combination,
                model.trust(),
                model.breakout());
    }

    @Test
    void metricsThatStandAtNothingAreJoinedByTheirMean() {
        SignalHistory signals =
                upvotes(upvotes(SignalHistory.none(), 0, 4), 0, 8)
                        .with("COMMENTS", "huggingface", 0, hour(4))
                        .with("COMMENTS", "huggingface", 0, hour(8));
        ScoreResult both = score.assess(facts, signals, hour(8));
        double upvotes = single(signals, "UPVOTES", 0, 0).rising.whole();
        double comments = single(signals, "COMMENTS", 0, 0).rising.whole();
        assertThat(both.rising()).isEqualTo((upvotes + comments) / 2, CLOSE);
        assertThat(both.reasons()).extracting(Reason::share).containsExactly(0.5, 0.5);
    }

    /** A forecast, and what of it would be there at a count of 0. */
    private record Forecast(double whole, double quiet) {
        double excess() {
            return Math.max(0, whole - quiet);
        }
    }

    private record Single(Forecast rising, Forecast top) {}

    private Single single(SignalHistory signals, String metric, double level, double gain) {
        Features features = Objects.requireNonNull(score.features(facts, signals, metric, hour(8)));
        assertThat(features).isNotNull();
        TrendModel.MetricModel its = metric(metric);
        TrendModel.Growth growth = its.growth();
        double rising = Math.exp(growth.rising().log(features)) * day(metric, 0);
        double further = Math.exp(growth.top().log(features));
        double quietRising =
                Math.exp(
                        -growth.rising().level() * Math.log(1 + level)
                                - growth.rising().gain() * Math.log(1 + gain));
        double quietTop =
                Math.exp(
                        -growth.top().level() * Math.log(1 + level)
                                - growth.top().gain() * Math.log(1 + gain));
        return new Single(
                new Forecast(
                        worth(metric, rising),
                        worth(metric, rising) * Math.pow(quietRising, its.exponent())),
                new Forecast(worth(metric, level + further), worth(metric, further * quietTop)));
    }

    private double joined(Forecast one, Forecast other) {
        return joined(one, other, model.combination());
    }

    private static double joined(Forecast one, Forecast other, double p) {
        double first = Math.pow(one.excess(), p);
        double second = Math.pow(other.excess(), p);
        return Math.pow(first + second, 1 / p)
                + (first * (one.whole() - one.excess()) + second * (other.whole() - other.excess()))
                        / (first + second);
    }

    @Test
    void onlyWhatIsYoungOrWasSeenRisingCanBreakOut() {
        assertThat(first(36).canBreakOut()).isTrue();
        assertThat(first(36.01).canBreakOut()).isFalse();
        SignalHistory seen = upvotes(upvotes(SignalHistory.none(), 3, 100), 9, 110);
        assertThat(score.assess(facts, seen, hour(110)).canBreakOut()).isTrue();
        Instant dayLater = hour(110 + 24);
        assertThat(score.assess(facts, seen, dayLater.minusMillis(1)).canBreakOut()).isTrue();
        assertThat(score.assess(facts, seen, dayLater).canBreakOut()).isFalse();
    }

    private ScoreResult first(double hours) {
        return score.assess(facts, upvotes(SignalHistory.none(), 9, hours), hour(hours));
    }

    @Test
    void aWindowHoldsAPaperUntilItsLengthIsOver() {
        SignalHistory signals = upvotes(SignalHistory.none(), 9, 1);
        for (Window window : Window.values()) {
            Instant end = LISTED.plus(window.length());
            assertThat(score.assess(facts, signals, end.minusMillis(1)).windows())
                    .containsKey(window);
            assertThat(score.assess(facts, signals, end).windows()).doesNotContainKey(window);
        }
    }

    @Test
    void aGainHoldsAPaperInAWindowUntilItsLengthIsOver() {
        SignalHistory signals = upvotes(upvotes(SignalHistory.none(), 9, 200), 10, 210);
        Instant end = hour(210).plus(Window.DAY.length());
        ScoreResult within = score.assess(facts, signals, end.minusMillis(1));
        assertThat(within.windows()).containsKey(Window.DAY);
        assertThat(Objects.requireNonNull(within.windows().get(Window.DAY)).top()).isZero();
        assertThat(score.assess(facts, signals, end).windows()).doesNotContainKey(Window.DAY);
    }

    @Test
    void theNextChangeIsTheFirstOfFadingAndOfLeavingAWindow() {
        SignalHistory signals = upvotes(SignalHistory.none(), 30, 1);
        ScoreResult young = score.assess(facts, signals, hour(2));
        double fade = metric("UPVOTES").growth().fadeHours();
        assertThat(young.nextChange())
                .isEqualTo(hour(2).plusMillis((long) (0.02 * fade * 3_600_000)));
        Instant justBefore = LISTED.plus(Window.DAY.length()).minusMillis(1);
        assertThat(score.assess(facts, signals, justBefore).nextChange())
                .isEqualTo(LISTED.plus(Window.DAY.length()));
    }

    @Test
    void aSignalToComeIsTheNextChange() {
        SignalHistory signals = upvotes(upvotes(SignalHistory.none(), 3, 1), 9, 2.001);
        assertThat(score.assess(facts, signals, hour(2)).nextChange()).isEqualTo(hour(2.001));
    }

    @Test
    void aPaperWithoutSignalsRanksByItsAge() {
        ScoreResult new_ = score.assess(facts, SignalHistory.none(), hour(0));
        ScoreResult hourLater = score.assess(facts, SignalHistory.none(), hour(1));
        assertThat(new_.rising()).isEqualTo(1e-9, within(1e-20));
        assertThat(hourLater.rising()).isEqualTo(0.5e-9, within(1e-20));
        assertThat(hourLater.top()).isEqualTo(hourLater.rising());
        assertThat(hourLater.ageHours()).isEqualTo(1, CLOSE);
        assertThat(hourLater.canBreakOut()).isFalse();
        assertThat(hourLater.nextChange()).isEqualTo(LISTED.plus(Window.DAY.length()));
        assertThat(hourLater.reasons())
                .containsExactly(new Reason(Reason.RECENCY, null, 0, 0, 1, 0, 1, null));
    }

    @Test
    void aCountInSuspiciousHeightIsCappedAndNoted() {
        double typical = typical("UPVOTES", 4);
        double most = model.trust().level() * (1 + typical);
        ScoreResult capped =
                score.assess(facts, upvotes(SignalHistory.none(), (long) most + 1000, 4), hour(4));
        assertThat(capped.level()).isEqualTo(worth("UPVOTES", most), CLOSE);
        assertThat(capped.reasons().getFirst().note()).isEqualTo("CAPPED");
        long notable = (long) (model.trust().notable() * (1 + typical));
        assertThat(only(upvotes(SignalHistory.none(), notable, 4), 4).note()).isNull();
        assertThat(only(upvotes(SignalHistory.none(), notable + 1, 4), 4).note())
                .isEqualTo("UNCONFIRMED");
    }

    @Test
    void aSecondSourceAtHalfTheCountConfirmsIt() {
        long high = (long) (model.trust().notable() * (1 + typical("UPVOTES", 4))) + 10;
        SignalHistory one = upvotes(SignalHistory.none(), high, 4);
        SignalHistory confirmed = one.with("UPVOTES", "other", (high + 1) / 2, hour(4));
        SignalHistory doubted = one.with("UPVOTES", "other", high / 2 - 1, hour(4));
        assertThat(only(confirmed, 4).note()).isNull();
        assertThat(only(confirmed, 4).source()).isEqualTo("huggingface");
        assertThat(only(doubted, 4).note()).isEqualTo("UNCONFIRMED");
    }

    @Test
    void aGainBeyondTrustIsCapped() {
        double typicalGain = typical("UPVOTES", 8) - typical("UPVOTES", 4);
        double most =
                Math.min(
                        model.trust().gain() * (1 + typicalGain),
                        metric("UPVOTES").alone() * (1 + typicalGain));
        SignalHistory signals = upvotes(upvotes(SignalHistory.none(), 2, 4), (long) most + 60, 8);
        ScoreResult of = score.assess(facts, signals, hour(8));
        assertThat(of.reasons().getFirst().note()).isEqualTo("CAPPED");
        assertThat(of.reasons().getFirst().gain()).isEqualTo((long) most + 58);
    }

    @Test
    void betweenTwoWholeFiveMinutesNothingFades() {
        SignalHistory signals = upvotes(SignalHistory.none(), 30, 1);
        Duration step = Duration.ofMinutes(5);
        Instant whole = LISTED.plus(step.multipliedBy(24));
        double at = score.assess(facts, signals, whole).rising();
        assertThat(score.assess(facts, signals, whole.plus(step).minusMillis(1)).rising())
                .isEqualTo(at);
        assertThat(score.assess(facts, signals, whole.plus(step)).rising()).isLessThan(at);
    }
}
