package org.papertide.ranking.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.papertide.events.Reason;
import org.papertide.events.Window;

class TrendScoreTest {

    private static final Instant LISTED = Instant.parse("2026-03-02T02:30:00Z");

    private final TrendScore score = new TrendScore(Priors.shipped());
    private final Facts facts = new Facts(LISTED, LISTED, "cs.LG", 4, 20L, false);

    private static Instant hour(double hours) {
        return LISTED.plusMillis((long) (hours * 3_600_000));
    }

    private static Readings upvotes(double... hoursAndCounts) {
        Readings readings = Readings.none();
        for (int i = 0; i < hoursAndCounts.length; i += 2) {
            readings =
                    readings.with(
                            "UPVOTES",
                            "huggingface",
                            (long) hoursAndCounts[i + 1],
                            hour(hoursAndCounts[i]));
        }
        return readings;
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

    @Test
    void aLaterGainCountsMoreThanTheSameCountReachedEarlier() {
        Assessment steady = score.assess(facts, upvotes(4, 40, 12, 42), hour(12));
        Assessment rising = score.assess(facts, upvotes(4, 10, 12, 42), hour(12));
        assertThat(rising.rising()).isGreaterThan(steady.rising());
        assertThat(rising.top()).isGreaterThan(steady.top());
    }

    @Test
    void readingsOfTheFutureWaitForTheirTime() {
        Readings all = upvotes(4, 10, 12, 42);
        Readings first = upvotes(4, 10);
        assertThat(score.assess(facts, all, hour(11)).rising())
                .isEqualTo(score.assess(facts, first, hour(11)).rising());
        assertThat(score.assess(facts, all, hour(11)).nextChange()).isBeforeOrEqualTo(hour(12));
    }

    @Test
    void fadesInStepsOfFiveMinutes() {
        Readings readings = upvotes(4, 10);
        double before = score.assess(facts, readings, hour(5)).rising();
        Instant end = hour(5).plusSeconds(300);
        assertThat(score.assess(facts, readings, end.minusMillis(1)).rising()).isEqualTo(before);
        assertThat(score.assess(facts, readings, end).rising()).isLessThan(before);
        double unread = score.assess(facts, Readings.none(), hour(5)).rising();
        assertThat(score.assess(facts, Readings.none(), end.minusMillis(1)).rising())
                .isEqualTo(unread);
        assertThat(score.assess(facts, Readings.none(), end).rising()).isLessThan(unread);
    }

    @Test
    void whatIsUnknownIsNotZero() {
        Facts unknown = new Facts(LISTED, LISTED, null, null, null, null);
        Facts none = new Facts(LISTED, LISTED, null, 1, 0L, false);
        Readings readings = upvotes(5, 12);
        assertThat(score.assess(unknown, readings, hour(5)).rising())
                .isGreaterThan(score.assess(none, readings, hour(5)).rising());
    }

    @Test
    void aPaperWithoutSignalsRanksByRecencyBelowAnyWithGains() {
        Facts older = Facts.unknown(hour(-30));
        Facts newer = Facts.unknown(hour(-1));
        double quiet = score.assess(facts, upvotes(0, 0, 600, 1), hour(650)).rising();
        double olderValue = score.assess(older, Readings.none(), hour(0)).rising();
        double newerValue = score.assess(newer, Readings.none(), hour(0)).rising();
        assertThat(newerValue).isGreaterThan(olderValue);
        assertThat(quiet).isGreaterThan(newerValue);
        assertThat(score.assess(newer, Readings.none(), hour(0)).reasons())
                .singleElement()
                .extracting(Reason::metric, Reason::share)
                .containsExactly(Reason.RECENCY, 1.0);
    }

    @Test
    void sharesAddUpToOne() {
        Readings readings =
                upvotes(2, 5, 9, 30)
                        .with("HN_POINTS", "hackernews", 120, hour(8))
                        .with("GITHUB_STARS", "github", 300, hour(8))
                        .with("COMMENTS", "huggingface", 3, hour(9));
        List<Reason> reasons = score.assess(facts, readings, hour(9)).reasons();
        assertThat(reasons).hasSize(4);
        assertThat(reasons.stream().mapToDouble(Reason::share).sum()).isCloseTo(1, within(1e-9));
        assertThat(reasons).isSortedAccordingTo((a, b) -> Double.compare(b.share(), a.share()));
    }

    @Test
    void anotherMetricNeverLowersAndNeverDoubles() {
        Readings one = upvotes(6, 40);
        Readings two = one.with("HN_POINTS", "hackernews", 100, hour(6));
        double before = score.assess(facts, one, hour(6)).rising();
        double after = score.assess(facts, two, hour(6)).rising();
        assertThat(after).isGreaterThan(before).isLessThan(2 * before);
    }

    @Test
    void oneSourceInflatedAHundredfoldIsCappedAndSaysSo() {
        Readings honest = upvotes(4, 10, 12, 20);
        Readings inflated = upvotes(4, 10, 12, 2000);
        Assessment assessment = score.assess(facts, inflated, hour(12));
        assertThat(assessment.reasons().getFirst().note()).isEqualTo("CAPPED");
        assertThat(assessment.rising())
                .isLessThan(30 * score.assess(facts, honest, hour(12)).rising());
        Assessment atOnce = score.assess(facts, upvotes(4, 1000), hour(4));
        assertThat(atOnce.reasons().getFirst().note()).isEqualTo("CAPPED");
    }

    @Test
    void fadesWithoutReadingsAndTellsWhenThatMatters() {
        Readings readings = upvotes(4, 10, 12, 20);
        Assessment now = score.assess(facts, readings, hour(12));
        Assessment then = score.assess(facts, readings, now.nextChange());
        assertThat(then.rising() / now.rising()).isBetween(0.9, 0.985);
    }

    @Test
    void windowsHoldWhatWasListedOrGainedWithinThem() {
        Readings old = upvotes(4, 10, 20, 20);
        assertThat(score.assess(facts, old, hour(23)).windows().keySet())
                .containsExactlyInAnyOrder(Window.values());
        Assessment later = score.assess(facts, old, hour(30));
        assertThat(later.windows())
                .hasEntrySatisfying(Window.DAY, value -> assertThat(value.inTop()).isFalse())
                .hasEntrySatisfying(Window.WEEK, value -> assertThat(value.inTop()).isTrue());
        assertThat(later.nextChange()).isBeforeOrEqualTo(hour(44));
        assertThat(score.assess(facts, old, hour(45)).windows()).doesNotContainKey(Window.DAY);
        assertThat(score.assess(facts, old, hour(24 * 40)).windows()).isEmpty();
    }

    @Test
    void aFirstReadingOfAnOldPaperIsNoGain() {
        Facts old = new Facts(LISTED.minus(Duration.ofDays(300)), LISTED, null, 3, null, null);
        Assessment assessment = score.assess(old, upvotes(4, 500), hour(5));
        assertThat(assessment.canBreakOut()).isFalse();
        assertThat(assessment.windows()).isEmpty();
    }

    @Test
    void aMetricThatSaysNothingChangesNothing() {
        Readings one = upvotes(4, 3, 12, 8);
        Readings two = one.with("COMMENTS", "huggingface", 0, hour(12));
        double before = score.assess(facts, one, hour(12)).rising();
        assertThat(score.assess(facts, two, hour(12)).rising()).isLessThanOrEqualTo(before * 1.001);
    }

    @Test
    void aJumpByAMillionIsCappedAndAFallIsTaken() {
        Assessment jump = score.assess(facts, upvotes(4, 10, 8, 1_000_010), hour(8));
        assertThat(jump.top()).isLessThan(5_000);
        assertThat(jump.reasons().getFirst().note()).isEqualTo("CAPPED");
        Assessment fall = score.assess(facts, upvotes(4, 40, 8, 12), hour(8));
        assertThat(fall.rising()).isLessThan(score.assess(facts, upvotes(8, 40), hour(8)).rising());
        assertThat(fall.reasons().getFirst().gain()).isZero();
    }

    @Test
    void aSecondSourceThatAgreesLiftsTheCap() {
        Readings alone = upvotes(4, 900);
        Readings seconded = alone.with("UPVOTES", "elsewhere", 700, hour(4));
        assertThat(score.assess(facts, alone, hour(4)).reasons().getFirst().note()).isNotNull();
        assertThat(score.assess(facts, seconded, hour(4)).reasons().getFirst().note()).isNull();
    }

    @Test
    void aSmallFieldTrendsOnFewer() {
        Priors learnt = Priors.shipped();
        String small =
                learnt.toJson().replace("\"fields\" : { }", "\"fields\" : { \"math\" : 0.2 }");
        TrendScore withField = new TrendScore(Priors.parse(small));
        Facts math = new Facts(LISTED, LISTED, "math.NT", 4, 20L, false);
        Readings readings = upvotes(4, 3, 12, 9);
        assertThat(withField.assess(math, readings, hour(12)).rising())
                .isGreaterThan(withField.assess(facts, readings, hour(12)).rising());
    }

    @Test
    void orderWithinAnHourDoesNotMatterAtItsEnd() {
        Random random = new Random(3);
        for (int round = 0; round < 100; round++) {
            List<ReadingsTest.Reading> readings = ReadingsTest.someReadings(random);
            List<ReadingsTest.Reading> shuffled = new ArrayList<>(readings);
            Collections.shuffle(shuffled, random);
            Instant end = LISTED.plus(Duration.ofDays(51));
            assertThat(score.assess(facts, ReadingsTest.summary(shuffled), end))
                    .isEqualTo(score.assess(facts, ReadingsTest.summary(readings), end));
        }
    }
}
