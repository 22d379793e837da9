package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one metric says over its sources: on each bound of what is believed, and beside it. */
class MetricEvidenceTest {

    private static final Instant LISTED = Instant.parse("2026-03-02T02:30:00Z");
    private static final Offset<Double> CLOSE = within(1e-9);

    private final TrendModel model = TrendModel.shipped();
    private final TrendModel.Trust trust = model.trust();
    private SignalHistory signals = SignalHistory.none();

    private MetricEvidenceTest read(String metric, String source, double hours, long count) {
        Instant at = LISTED.plusMillis((long) (hours * 3_600_000));
        signals = signals.with(metric, source, count, at);
        return this;
    }

    private MetricEvidenceTest upvotes(String source, double hours, long count) {
        return read("UPVOTES", source, hours, count);
    }

    private MetricEvidenceTest stars(double hours, long count) {
        return read("GITHUB_STARS", "github", hours, count);
    }

    private MetricCurve curve(String metric) {
        return new MetricCurve(Objects.requireNonNull(model.metrics().get(metric)));
    }

    private @Nullable MetricEvidence find(String metric, double hours) {
        return MetricEvidence.of(
                signals.entries(),
                LISTED.toEpochMilli(),
                LISTED.toEpochMilli() + (long) (hours * 3_600_000),
                curve(metric),
                model);
    }

    private MetricEvidence of(String metric, double hours) {
        return Objects.requireNonNull(find(metric, hours));
    }

    @Test
    void saysNothingBeforeItsFirstSignal() {
        upvotes("a", 4, 7);
        assertThat(find("UPVOTES", 3.99)).isNull();
        assertThat(of("UPVOTES", 4).count()).isEqualTo(7);
    }

    @Test
    void theHighestSourceSpeaksAndOfEqualOnesTheFirst() {
        upvotes("b", 4, 7).upvotes("a", 3, 7).upvotes("c", 5, 6);
        assertThat(of("UPVOTES", 6).source()).isEqualTo("a");
        assertThat(of("UPVOTES", 6).time()).isEqualTo(LISTED.plusSeconds(5 * 3600).toEpochMilli());
        upvotes("c", 6, 8);
        assertThat(of("UPVOTES", 6).source()).isEqualTo("c");
    }

    @Test
    void aCountOfZeroIsABaseForAGain() {
        upvotes("a", 4, 0).upvotes("a", 8, 9);
        assertThat(of("UPVOTES", 8).gain()).isEqualTo(9);
        assertThat(of("UPVOTES", 8).span()).isEqualTo(4, CLOSE);
    }

    @Test
    void aSourceThatWasReadBeforeGainsHoweverMuch() {
        upvotes("a", 4, 1).upvotes("a", 8, 40);
        assertThat(of("UPVOTES", 8).rawGain()).isEqualTo(39);
        assertThat(of("UPVOTES", 8).span()).isEqualTo(4, CLOSE);
    }

    /** Four times the count before, and 16. */
    @Test
    void aNewSourceGoesOnFromTheOthersUnlessItStandsFarAbove() {
        upvotes("a", 4, 1).upvotes("b", 8, 20);
        assertThat(of("UPVOTES", 8).rawGain()).isEqualTo(19);
        assertThat(of("UPVOTES", 8).span()).isEqualTo(4, CLOSE);
        upvotes("b", 9, 21);
        assertThat(of("UPVOTES", 9).rawGain()).isEqualTo(21);
        assertThat(of("UPVOTES", 9).span()).isZero();
    }

    @Test
    void aSecondSourceAtHalfOfItConfirmsAnyCount() {
        upvotes("a", 4, 100_000).upvotes("b", 4, 50_000);
        assertThat(of("UPVOTES", 4).level()).isEqualTo(100_000);
        assertThat(of("UPVOTES", 4).note()).isNull();
        upvotes("a", 5, 100_001);
        assertThat(of("UPVOTES", 5).level()).isEqualTo(100_000);
        assertThat(of("UPVOTES", 5).note()).isEqualTo("CAPPED");
    }

    @Test
    void aSecondSourceAtHalfOfItConfirmsAnyGain() {
        upvotes("a", 4, 0).upvotes("a", 8, 100_000).upvotes("b", 8, 50_000);
        assertThat(of("UPVOTES", 8).gain()).isEqualTo(100_000);
        assertThat(of("UPVOTES", 8).note()).isNull();
    }

    /** At the instant of the listing nothing is typical: so the bound is a whole number. */
    @Test
    void aCountIsNotableAboveTheBound() {
        long notable = (long) trust.notable();
        assertThat((double) notable).isEqualTo(trust.notable());
        upvotes("a", 0, notable);
        assertThat(of("UPVOTES", 0).note()).isNull();
        upvotes("a", 0, notable + 1);
        assertThat(of("UPVOTES", 0).note()).isEqualTo("UNCONFIRMED");
        long most = (long) trust.level();
        upvotes("a", 0, most);
        assertThat(of("UPVOTES", 0).note()).isEqualTo("UNCONFIRMED");
        assertThat(of("UPVOTES", 0).level()).isEqualTo(trust.level());
        upvotes("a", 0, most + 1);
        assertThat(of("UPVOTES", 0).note()).isEqualTo("CAPPED");
        assertThat(of("UPVOTES", 0).level()).isEqualTo(trust.level());
    }

    @Test
    void ofACounterThatIsOlderOnlyTheGainIsCapped() {
        stars(4, 90_000).stars(8, 190_000);
        MetricEvidence of = of("GITHUB_STARS", 8);
        double most = trust.gain() * (1 + of.typicalGain());
        assertThat(of.note()).isEqualTo("CAPPED");
        assertThat(of.gain()).isEqualTo(most, CLOSE);
        assertThat(of.rawGain()).isEqualTo(100_000);
        assertThat(of.level()).isEqualTo(90_000 + most, CLOSE);
        assertThat(of.count()).isEqualTo(190_000);
    }

    private MetricEvidence made(double level, double gain, double span) {
        return new MetricEvidence(
                "UPVOTES", curve("UPVOTES"), "a", 900, level, 0, gain, 800, span, 10, 30, 2, null);
    }

    @Test
    void movesIfItsGainOrElseItsLevelIsMoreThanTypical() {
        assertThat(made(0, 2, 4).isMoving()).isFalse();
        assertThat(made(99, 2, 4).isMoving()).isFalse();
        assertThat(made(0, Math.nextUp(2.0), 4).isMoving()).isTrue();
        assertThat(made(30, 9, 0).isMoving()).isFalse();
        assertThat(made(Math.nextUp(30.0), 0, 0).isMoving()).isTrue();
    }

    @Test
    void aGainOfAMetricThatMovesAloneIsBelievedUpToItsBound() {
        double most = curve("UPVOTES").model().alone() * (1 + 2);
        MetricEvidence within = made(500, most, 4);
        assertThat(within.alone()).isSameAs(within);
        MetricEvidence unknown = made(500, most + 7, 0);
        assertThat(unknown.alone()).isSameAs(unknown);
        MetricEvidence capped = made(500, most + 7, 4).alone();
        assertThat(capped.gain()).isEqualTo(most);
        assertThat(capped.level()).isEqualTo(493, CLOSE);
        assertThat(capped.rawGain()).isEqualTo(800);
        assertThat(capped.note()).isEqualTo("CAPPED");
    }

    private static final PaperFacts FACTS = new PaperFacts(LISTED, LISTED, "cs.LG", 4, 20L, false);

    /** Between what stars are believed alone (10 times the typical gain) and at all (30 times). */
    @Test
    void aBurstIsBelievedIfAnotherMetricMoves() {
        stars(4, 100).stars(8, 100);
        double typical = of("GITHUB_STARS", 8).typicalGain();
        long burst = (long) (20 * (1 + typical));
        stars(8, 100 + burst);
        TrendScore score = new TrendScore(model);
        double alone = logCount(score, signals);
        SignalHistory still = signals.with("UPVOTES", "a", 0, LISTED.plusSeconds(8 * 3600));
        SignalHistory moving = signals.with("UPVOTES", "a", 900, LISTED.plusSeconds(8 * 3600));
        double most =
                Objects.requireNonNull(model.metrics().get("GITHUB_STARS")).alone() * (1 + typical);
        assertThat(alone).isEqualTo(Math.log(1 + 100 + most), CLOSE);
        assertThat(logCount(score, still)).isEqualTo(alone);
        assertThat(logCount(score, moving)).isEqualTo(Math.log((double) (101 + burst)), CLOSE);
    }

    private static double logCount(TrendScore score, SignalHistory signals) {
        Instant now = LISTED.plusSeconds(8 * 3600);
        assertThat(score.logCount(FACTS, signals, "COMMENTS", now)).isNaN();
        return score.logCount(FACTS, signals, "GITHUB_STARS", now);
    }

    @Test
    void featuresTellUnknownFromZero() {
        upvotes("a", 4, 7);
        assertThat(features(1, 0L).logFollowers()).isZero();
        assertThat(features(1, 0L).logAuthors()).isEqualTo(Math.log(2), CLOSE);
        assertThat(features(0, -1L).logFollowers()).isNaN();
        assertThat(features(0, -1L).logAuthors()).isNaN();
        assertThat(features(null, null).logFollowers()).isNaN();
        assertThat(features(null, null).logAuthors()).isNaN();
        assertThat(features(1, 0L).support()).isZero();
    }

    private Features features(@Nullable Integer authors, @Nullable Long followers) {
        PaperFacts facts = new PaperFacts(LISTED, LISTED, null, authors, followers, null);
        return featuresBy(model, facts);
    }

    private Features featuresBy(TrendModel by, PaperFacts facts) {
        return Objects.requireNonNull(
                new TrendScore(by)
                        .features(facts, signals, "UPVOTES", LISTED.plusSeconds(4 * 3600)));
    }

    @Test
    void theOtherMetricsSupportAForecastByTheirCounts() {
        upvotes("a", 4, 7).stars(4, 40).read("HN_POINTS", "hn", 4, 3);
        TrendModel supported = model;
        for (String metric : new String[] {"UPVOTES", "GITHUB_STARS", "HN_POINTS"}) {
            TrendModel.MetricModel its = Objects.requireNonNull(model.metrics().get(metric));
            supported =
                    supported.with(metric, its.with(new TrendModel.Effect(2, 1, 9), its.growth()));
        }
        assertThat(featuresBy(supported, FACTS).support())
                .isEqualTo(2 * (Math.log(41) - 1) + 2 * (Math.log(4) - 1), CLOSE);
    }
}
