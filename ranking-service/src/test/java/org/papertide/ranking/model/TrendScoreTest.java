package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.papertide.events.Bounds;
import org.papertide.events.Reason;
import org.papertide.events.Window;
import org.papertide.testing.property.Properties;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.Generate;

class TrendScoreTest {

    private static final Instant LISTED = Instant.parse("2026-03-02T02:30:00Z");

    private final TrendScore score = new TrendScore(TrendModel.shipped());
    private final PaperFacts facts = new PaperFacts(LISTED, LISTED, "cs.LG", 4, 20L, false);

    private static Instant hour(double hours) {
        return LISTED.plusMillis((long) (hours * 3_600_000));
    }

    private static SignalHistory upvotes(double... hoursAndCounts) {
        SignalHistory signals = SignalHistory.none();
        for (int i = 0; i < hoursAndCounts.length; i += 2) {
            signals =
                    signals.with(
                            "UPVOTES",
                            "huggingface",
                            (long) hoursAndCounts[i + 1],
                            hour(hoursAndCounts[i]));
        }
        return signals;
    }

    @Test
    void moreUpvotesRiseMore() {
        double before = -1;
        for (int count = 0; count < 100_000; count = count * 3 / 2 + 1) {
            double rising = score.assess(facts, upvotes(5, count), hour(5)).rising();
            assertThat(rising).isGreaterThanOrEqualTo(before);
            before = rising;
        }
    }

    /** Each constant is right by itself; their products are not numbers that an event can carry. */
    @Test
    void forecastsWhatAnEventCanCarryWhateverTheConstants() {
        List<Double> constants = List.of(Double.MIN_VALUE, 1e-9, 1.0, 1e9, Double.MAX_VALUE);
        SignalHistory signals =
                upvotes(4, 0, 12, 420).with("GITHUB_STARS", "github", 70_000, hour(11));
        TrendModel shipped = TrendModel.shipped();
        for (double scale : constants) {
            for (double exponent : constants) {
                TrendModel odd = shipped;
                for (String metric : List.of("UPVOTES", "GITHUB_STARS")) {
                    TrendModel.MetricModel its = Objects.requireNonNull(odd.metrics().get(metric));
                    odd =
                            odd.with(
                                    metric,
                                    new TrendModel.MetricModel(
                                            scale,
                                            exponent,
                                            its.alone(),
                                            its.support(),
                                            its.growth()));
                }
                ScoreResult result = new TrendScore(odd).assess(facts, signals, hour(12));
                assertThat(result.rising()).isBetween(0.0, Bounds.MAX_NUMBER);
                assertThat(result.top()).isBetween(0.0, Bounds.MAX_NUMBER);
                assertThat(result.breakoutProbability()).isBetween(0.0, 1.0);
                assertThat(result.reasons().stream().mapToDouble(Reason::share).sum())
                        .isBetween(0.999, 1.001);
            }
        }
    }

    @Test
    void aLaterGainCountsMoreThanTheSameCountReachedEarlier() {
        ScoreResult steady = score.assess(facts, upvotes(4, 40, 12, 42), hour(12));
        ScoreResult rising = score.assess(facts, upvotes(4, 10, 12, 42), hour(12));
        assertThat(rising.rising()).isGreaterThan(steady.rising());
        assertThat(rising.top()).isGreaterThan(steady.top());
    }

    @Test
    void signalsOfTheFutureWaitForTheirTime() {
        SignalHistory all = upvotes(4, 10, 12, 42);
        SignalHistory first = upvotes(4, 10);
        assertThat(score.assess(facts, all, hour(11)).rising())
                .isEqualTo(score.assess(facts, first, hour(11)).rising());
        assertThat(score.assess(facts, all, hour(11)).nextChange()).isBeforeOrEqualTo(hour(12));
    }

    @Test
    void fadesInStepsOfFiveMinutes() {
        SignalHistory signals = upvotes(4, 10);
        double before = score.assess(facts, signals, hour(5)).rising();
        Instant end = hour(5).plusSeconds(300);
        assertThat(score.assess(facts, signals, end.minusMillis(1)).rising()).isEqualTo(before);
        assertThat(score.assess(facts, signals, end).rising()).isLessThan(before);
        double unread = score.assess(facts, SignalHistory.none(), hour(5)).rising();
        assertThat(score.assess(facts, SignalHistory.none(), end.minusMillis(1)).rising())
                .isEqualTo(unread);
        assertThat(score.assess(facts, SignalHistory.none(), end).rising()).isLessThan(unread);
    }

    @Test
    void whatIsUnknownIsNotZero() {
        PaperFacts unknown = new PaperFacts(LISTED, LISTED, null, null, null, null);
        PaperFacts none = new PaperFacts(LISTED, LISTED, null, 1, 0L, false);
        SignalHistory signals = upvotes(5, 12);
        assertThat(score.assess(unknown, signals, hour(5)).rising())
                .isGreaterThan(score.assess(none, signals, hour(5)).rising());
    }

    @Test
    void aPaperWithoutSignalsRanksByRecencyBelowAnyWithGains() {
        PaperFacts older = PaperFacts.unknown(hour(-30));
        PaperFacts newer = PaperFacts.unknown(hour(-1));
        double quiet = score.assess(facts, upvotes(0, 0, 600, 1), hour(650)).rising();
        double olderValue = score.assess(older, SignalHistory.none(), hour(0)).rising();
        double newerValue = score.assess(newer, SignalHistory.none(), hour(0)).rising();
        assertThat(newerValue).isGreaterThan(olderValue);
        assertThat(quiet).isGreaterThan(newerValue);
        assertThat(score.assess(newer, SignalHistory.none(), hour(0)).reasons())
                .singleElement()
                .extracting(Reason::metric, Reason::share)
                .containsExactly(Reason.RECENCY, 1.0);
    }

    @Test
    void sharesAddUpToOne() {
        SignalHistory signals =
                upvotes(2, 5, 9, 30)
                        .with("HN_POINTS", "hackernews", 120, hour(8))
                        .with("GITHUB_STARS", "github", 300, hour(8))
                        .with("COMMENTS", "huggingface", 3, hour(9));
        List<Reason> reasons = score.assess(facts, signals, hour(9)).reasons();
        assertThat(reasons).hasSize(4);
        assertThat(reasons.stream().mapToDouble(Reason::share).sum()).isCloseTo(1, within(1e-9));
        assertThat(reasons).isSortedAccordingTo((a, b) -> Double.compare(b.share(), a.share()));
    }

    @Test
    void anotherMetricNeverLowersAndNeverDoubles() {
        SignalHistory one = upvotes(6, 40);
        SignalHistory two = one.with("HN_POINTS", "hackernews", 100, hour(6));
        double before = score.assess(facts, one, hour(6)).rising();
        double after = score.assess(facts, two, hour(6)).rising();
        assertThat(after).isGreaterThan(before).isLessThan(2 * before);
    }

    @Test
    void oneSourceInflatedAHundredfoldIsCappedAndSaysSo() {
        SignalHistory honest = upvotes(4, 10, 12, 20);
        SignalHistory inflated = upvotes(4, 10, 12, 2000);
        ScoreResult assessment = score.assess(facts, inflated, hour(12));
        assertThat(assessment.reasons().getFirst().note()).isEqualTo("CAPPED");
        assertThat(assessment.rising())
                .isLessThan(30 * score.assess(facts, honest, hour(12)).rising());
        ScoreResult atOnce = score.assess(facts, upvotes(4, 1000), hour(4));
        assertThat(atOnce.reasons().getFirst().note()).isEqualTo("CAPPED");
    }

    @Test
    void fadesWithoutSignalsAndTellsWhenThatMatters() {
        SignalHistory signals = upvotes(4, 10, 12, 20);
        ScoreResult now = score.assess(facts, signals, hour(12));
        ScoreResult then = score.assess(facts, signals, now.nextChange());
        assertThat(then.rising() / now.rising()).isBetween(0.9, 0.99);
    }

    @Test
    void windowsHoldWhatWasListedOrGainedWithinThem() {
        SignalHistory old = upvotes(4, 10, 20, 20);
        assertThat(score.assess(facts, old, hour(23)).windows().keySet())
                .containsExactlyInAnyOrder(Window.values());
        ScoreResult later = score.assess(facts, old, hour(30));
        assertThat(later.windows())
                .hasEntrySatisfying(Window.DAY, value -> assertThat(value.inTop()).isFalse())
                .hasEntrySatisfying(Window.WEEK, value -> assertThat(value.inTop()).isTrue());
        assertThat(later.nextChange()).isBeforeOrEqualTo(hour(44));
        assertThat(score.assess(facts, old, hour(45)).windows()).doesNotContainKey(Window.DAY);
        assertThat(score.assess(facts, old, hour(24 * 40)).windows()).isEmpty();
    }

    @Test
    void aFirstSignalOfAnOldPaperIsNoGain() {
        PaperFacts old =
                new PaperFacts(LISTED.minus(Duration.ofDays(300)), LISTED, null, 3, null, null);
        ScoreResult assessment = score.assess(old, upvotes(4, 500), hour(5));
        assertThat(assessment.canBreakOut()).isFalse();
        assertThat(assessment.windows()).isEmpty();
    }

    @Test
    void aMetricThatSaysNothingChangesNothing() {
        SignalHistory one = upvotes(4, 3, 12, 8);
        SignalHistory two = one.with("COMMENTS", "huggingface", 0, hour(12));
        double before = score.assess(facts, one, hour(12)).rising();
        assertThat(score.assess(facts, two, hour(12)).rising()).isLessThanOrEqualTo(before * 1.001);
    }

    @Test
    void aJumpByAMillionIsCappedAndAFallIsTaken() {
        ScoreResult jump = score.assess(facts, upvotes(4, 10, 8, 1_000_010), hour(8));
        assertThat(jump.top()).isLessThan(5_000);
        assertThat(jump.reasons().getFirst().note()).isEqualTo("CAPPED");
        ScoreResult fall = score.assess(facts, upvotes(4, 40, 8, 12), hour(8));
        assertThat(fall.rising()).isLessThan(score.assess(facts, upvotes(8, 40), hour(8)).rising());
        assertThat(fall.reasons().getFirst().gain()).isZero();
    }

    @Test
    void aSecondSourceThatAgreesLiftsTheCap() {
        SignalHistory alone = upvotes(4, 900);
        SignalHistory seconded = alone.with("UPVOTES", "elsewhere", 700, hour(4));
        assertThat(score.assess(facts, alone, hour(4)).reasons().getFirst().note()).isNotNull();
        assertThat(score.assess(facts, seconded, hour(4)).reasons().getFirst().note()).isNull();
    }

    @Test
    void aSmallFieldTrendsOnFewer() {
        TrendModel learnt = TrendModel.shipped();
        String small =
                learnt.toJson()
                        .replace(
                                "\"fields\" : {",
                                "\"fields\" : { \"math\" : { \"size\" : 0.2, \"papers\" : 40 },");
        TrendScore withField = new TrendScore(TrendModel.parse(small));
        PaperFacts math = new PaperFacts(LISTED, LISTED, "math.NT", 4, 20L, false);
        SignalHistory signals = upvotes(4, 3, 12, 9);
        assertThat(withField.assess(math, signals, hour(12)).rising())
                .isGreaterThan(withField.assess(facts, signals, hour(12)).rising());
    }

    @Test
    void aGainInQuietHoursCountsMoreThanTheSameInBusyOnes() {
        TrendModel learnt = TrendModel.shipped();
        TrendModel.MetricModel upvotes = Objects.requireNonNull(learnt.metrics().get("UPVOTES"));
        TrendModel.Growth growth = upvotes.growth();
        List<Double> hours = new ArrayList<>(Collections.nCopies(24, 1.0));
        for (int hour = 10; hour < 16; hour++) {
            hours.set(hour, 3.0);
        }
        TrendModel.Growth busyMiddays =
                new TrendModel.Growth(
                        "made up",
                        new TrendModel.Rhythm(hours, Collections.nCopies(7, 1.0)),
                        growth.typical(),
                        growth.fadeHours(),
                        growth.rising(),
                        growth.top());
        TrendScore rhythmic =
                new TrendScore(
                        learnt.with("UPVOTES", upvotes.with(upvotes.support(), busyMiddays)));
        Instant midday = Instant.parse("2026-03-02T10:00:00Z");
        Instant evening = Instant.parse("2026-03-02T17:00:00Z");
        Reason busy = onlyReason(rhythmic, midday);
        Reason quiet = onlyReason(rhythmic, evening);
        assertThat(busy.gain()).isEqualTo(quiet.gain());
        assertThat(busy.expected()).isGreaterThan(1.5 * quiet.expected());
    }

    /** Of a paper that was listed two hours before and gains in the six hours after. */
    private static Reason onlyReason(TrendScore score, Instant from) {
        PaperFacts facts = PaperFacts.unknown(from.minus(Duration.ofHours(2)));
        Instant end = from.plus(Duration.ofHours(6));
        SignalHistory signals =
                SignalHistory.none()
                        .with("UPVOTES", "huggingface", 3, from)
                        .with("UPVOTES", "huggingface", 9, end);
        return score.assess(facts, signals, end).reasons().getFirst();
    }

    @Test
    void oldStarsSayLittleOfNewOnesAndPointsFadeInHours() {
        SignalHistory famous = SignalHistory.none().with("GITHUB_STARS", "github", 50_000, hour(0));
        SignalHistory famousStill = famous.with("GITHUB_STARS", "github", 50_010, hour(24));
        SignalHistory young = SignalHistory.none().with("GITHUB_STARS", "github", 100, hour(0));
        SignalHistory youngRising = young.with("GITHUB_STARS", "github", 400, hour(24));
        assertThat(score.assess(facts, youngRising, hour(24)).rising())
                .isGreaterThan(2 * score.assess(facts, famousStill, hour(24)).rising());
        SignalHistory points = SignalHistory.none().with("HN_POINTS", "hackernews", 100, hour(2));
        assertThat(remaining(points, hour(2), hour(26)))
                .isLessThan(remaining(youngRising, hour(24), hour(48)));
    }

    private double remaining(SignalHistory signals, Instant at, Instant later) {
        return score.assess(facts, signals, later).rising()
                / score.assess(facts, signals, at).rising();
    }

    @Test
    void aBurstOfStarsWithoutOtherActivityIsCountedInPart() {
        SignalHistory quiet =
                upvotes(4, 5, 12, 5)
                        .with("GITHUB_STARS", "github", 40, hour(4))
                        .with("GITHUB_STARS", "github", 4_000, hour(12));
        SignalHistory lively =
                upvotes(4, 5, 12, 25)
                        .with("GITHUB_STARS", "github", 40, hour(4))
                        .with("GITHUB_STARS", "github", 130, hour(12));
        assertThat(stars(quiet).note()).isEqualTo("CAPPED");
        assertThat(stars(quiet).gain()).isEqualTo(3_960);
        assertThat(stars(lively).note()).isNull();
        SignalHistory honest = upvotes(4, 5, 12, 5).with("GITHUB_STARS", "github", 40, hour(12));
        assertThat(score.assess(facts, quiet, hour(12)).rising())
                .isLessThan(4 * score.assess(facts, honest, hour(12)).rising());
    }

    private Reason stars(SignalHistory signals) {
        return score.assess(facts, signals, hour(12)).reasons().stream()
                .filter(reason -> reason.metric().equals("GITHUB_STARS"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void noSourceTakesAPaperToTheTopAloneWithoutSayingSo() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            List<SignalHistory> day = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                double fame = Math.exp(2 + random.nextGaussian());
                long stars = (long) Math.exp(2 + 1.5 * random.nextGaussian());
                day.add(
                        upvotes(4, fame, 12, 2 * fame)
                                .with("GITHUB_STARS", "github", stars, hour(4))
                                .with("GITHUB_STARS", "github", stars + stars / 5, hour(12)));
            }
            int liar = random.nextInt(day.size());
            String metric = random.nextBoolean() ? "UPVOTES" : "GITHUB_STARS";
            SignalHistory inflated = SignalHistory.none();
            for (SignalHistory.Entry entry : day.get(liar).entries()) {
                SignalSeries series = entry.series();
                for (int i = 0; i < series.size(); i++) {
                    boolean lies = entry.metric().equals(metric) && i == series.size() - 1;
                    inflated =
                            inflated.with(
                                    entry.metric(),
                                    entry.source(),
                                    series.values[i] * (lies ? 100 : 1),
                                    Instant.ofEpochMilli(series.times[i]));
                }
            }
            double before = best(day, liar);
            ScoreResult lie = score.assess(facts, inflated, hour(12));
            assertThat(
                            lie.rising() <= before
                                    || lie.reasons().stream()
                                            .anyMatch(reason -> reason.note() != null))
                    .as("round %d: %s", round, lie)
                    .isTrue();
        }
    }

    private double best(List<SignalHistory> day, int except) {
        double best = 0;
        for (int i = 0; i < day.size(); i++) {
            if (i != except) {
                best = Math.max(best, score.assess(facts, day.get(i), hour(12)).rising());
            }
        }
        return best;
    }

    @Test
    void anySetOfSignalsHasAFiniteScoreAndRepeatedOnesTheSame() {
        Gen<Integer> hours = Generate.range(0, 899);
        Properties.examples(300)
                .forAll(SignalHistoryTest.someSignals(), hours, hours, Generate.range(0, 1199))
                .checkAssert((signals, zeroAt, mostAt, at) -> {
                    List<SignalHistoryTest.Signal> some = new ArrayList<>(signals);
                    some.add(new SignalHistoryTest.Signal("UPVOTES", "x", 0, hour(zeroAt)));
                    some.add(
                            new SignalHistoryTest.Signal(
                                    "UPVOTES", "x", Bounds.MAX_COUNT, hour(mostAt)));
                    ScoreResult once =
                            score.assess(facts, SignalHistoryTest.summary(some), hour(at));
                    some.addAll(List.copyOf(some));
                    assertThat(score.assess(facts, SignalHistoryTest.summary(some), hour(at)))
                            .isEqualTo(once);
                    assertThat(once.rising()).isFinite().isNotNegative();
                    assertThat(once.top()).isFinite().isNotNegative();
                    assertThat(once.breakoutProbability()).isBetween(0.0, 1.0);
                });
    }

    /**
     * A signal, four hours after the one before.
     *
     * @param gain since then, unless it dips
     * @param dip the count that is read instead, plus 1; 0 if it does not dip
     */
    private record Step(int gain, int dip) {}

    /** Each step read as it is or, where it dips, as if the count had stood still. */
    private static SignalHistory read(List<Step> steps, boolean dipping) {
        SignalHistory signals = upvotes(4, 20);
        long count = 20;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            // What is read last is what there is.
            boolean dips = step.dip() > 0 && i < steps.size() - 1;
            count += dips ? 0 : step.gain();
            long read = dips && dipping ? Math.min(count, step.dip() - 1) : count;
            signals = signals.with("UPVOTES", "huggingface", read, hour(4 * (i + 2)));
        }
        return signals;
    }

    @Test
    void whatComesBackAfterADipIsNoGain() {
        Gen<Integer> gain = Generate.range(1, 60);
        Gen<Integer> dip = Generate.oneOf(Generate.constant(0), Generate.range(1, 300));
        Properties.examples(300)
                .forAll(
                        Properties.lists(
                                in -> new Step(gain.generate(in), dip.generate(in)), 1, 10))
                .checkAssert(steps -> {
                    Instant end = hour(4 * (steps.size() + 1));
                    assertThat(score.assess(facts, read(steps, true), end))
                            .isEqualTo(score.assess(facts, read(steps, false), end));
                });
    }

    @Test
    void aCountThatComesBackNotQuiteGainsNothing() {
        assertThat(gain(upvotes(4, 100, 8, 0, 12, 98))).isZero();
        assertThat(gain(upvotes(4, 100, 8, 0, 12, 104))).isEqualTo(4);
        assertThat(gain(upvotes(4, 100, 8, 0, 11, 0, 12, 104))).isEqualTo(4);
    }

    @Test
    void aCountThatWasFarTooHighOnceStillGains() {
        assertThat(gain(upvotes(2, 10, 4, 1000, 8, 12, 12, 20))).isEqualTo(8);
        assertThat(gain(upvotes(4, 1000, 8, 1000, 12, 20))).isZero();
    }

    /** How near a count is that may be the same counter's: 4 times it, and 16. */
    @Test
    void aCountIsTheSameUpToFourTimes() {
        assertThat(gain(upvotes(2, 96, 8, 12, 12, 20))).isZero();
        assertThat(gain(upvotes(2, 97, 8, 12, 12, 20))).isEqualTo(8);
    }

    private long gain(SignalHistory signals) {
        return score.assess(facts, signals, hour(12)).reasons().getFirst().gain();
    }

    @Test
    void anOldPaperThatComesBackFromADipIsInNoWindow() {
        SignalHistory still = upvotes(4, 100, 900, 100, 912, 100);
        SignalHistory dipped = upvotes(4, 100, 900, 0, 912, 100);
        SignalHistory risen = upvotes(4, 100, 900, 0, 912, 101);
        assertThat(score.assess(facts, still, hour(913)).windows()).isEmpty();
        assertThat(score.assess(facts, dipped, hour(913)).windows()).isEmpty();
        assertThat(score.assess(facts, risen, hour(913)).windows()).hasSize(3);
    }

    @Test
    void aFloodOfMentionsPushesOutNoUpvotes() {
        SignalHistory signals = upvotes(4, 10, 8, 60);
        double without = score.assess(facts, signals, hour(8)).rising();
        SignalHistory flooded = SignalHistory.none();
        for (int source = 0; source < 40; source++) {
            flooded = flooded.with("MENTIONS", "blog-" + source, 1, hour(2));
        }
        flooded =
                flooded.with("UPVOTES", "huggingface", 10, hour(4))
                        .with("UPVOTES", "huggingface", 60, hour(8));
        assertThat(score.assess(facts, flooded, hour(8)).rising())
                .isGreaterThanOrEqualTo(0.9 * without);
    }

    @Test
    void farOffInputsReachNoFurtherThanTheirBounds() {
        SignalHistory signals = upvotes(5, 12);
        PaperFacts known = new PaperFacts(LISTED, LISTED, null, 4, 50_000L, null);
        PaperFacts famous = new PaperFacts(LISTED, LISTED, null, 4, 500_000_000L, null);
        assertThat(score.assess(famous, signals, hour(5)).rising())
                .isEqualTo(score.assess(known, signals, hour(5)).rising());
    }

    @Test
    void signalsOfThePastMakeNoBreakout() {
        SignalHistory signals = upvotes(5, 60, 20, 150);
        assertThat(score.assess(facts, signals, hour(21)).canBreakOut()).isTrue();
        assertThat(score.assess(facts, signals, hour(72)).canBreakOut()).isFalse();
    }

    @Test
    void orderWithinAnHourDoesNotMatterAtItsEnd() {
        Instant end = LISTED.plus(Duration.ofDays(51));
        Properties.examples(100)
                .forAll(SignalHistoryTest.someSignals(), Properties.orders())
                .checkAssert((signals, order) -> {
                    List<SignalHistoryTest.Signal> shuffled = new ArrayList<>(signals);
                    order.of(shuffled);
                    assertThat(score.assess(facts, SignalHistoryTest.summary(shuffled), end))
                            .isEqualTo(
                                    score.assess(facts, SignalHistoryTest.summary(signals), end));
                });
    }
}
