package org.papertide.ranking.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.Score;
import org.papertide.events.Window;
import org.papertide.ranking.model.RankingKind;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.TrendScore;

/** When a score is published, and what is noted of a paper. */
class PaperScorerTest {

    private static final Instant LISTED = Instant.parse("2026-03-02T02:30:00Z");
    private static final Instant NOW = LISTED.plusSeconds(6 * 3600);
    private static final long SECOND = NOW.getEpochSecond();

    private final MemoryStore<String> papers = new MemoryStore<>("papers");
    private final StreamCounts counts = new StreamCounts(new SimpleMeterRegistry());
    private final TrendModel model = TrendModel.shipped();
    private final PaperScorer scorer = new PaperScorer(model, null, counts);
    private final PaperState state = new PaperState(Samples.id(1).value(), SECOND);
    private final SignalHistory signals =
            SignalHistory.none()
                    .with("UPVOTES", "huggingface", 5, LISTED.plusSeconds(3600))
                    .with("UPVOTES", "huggingface", 30, LISTED.plusSeconds(5 * 3600));

    PaperScorerTest() {
        papers.put(state.id, PaperEntry.first(Samples.paper(1, LISTED, "cs.LG"), LISTED).toBytes());
        state.textChanged = false;
    }

    private PaperScorer.Result assess(PaperScorer by) {
        return Objects.requireNonNull(by.assess(state, signals, NOW, SECOND, papers));
    }

    private static Score score(PaperScorer.Result result) {
        return StreamDriver.event(
                EventCodec.SCORE, Objects.requireNonNull(result.scoreJson(), "not published"));
    }

    @Test
    void notesTheValuesInSixDigits() {
        PaperScorer.Result result = assess(scorer);
        TrendScore plain = new TrendScore(model);
        double rising = plain.assess(Objects.requireNonNull(state.facts), signals, NOW).rising();
        assertThat(state.values[RankingKind.index(Order.RISING, Window.DAY)])
                .isEqualTo(Rounding.significant(rising));
        assertThat(state.values[RankingKind.index(Order.TOP, Window.MONTH)]).isPositive();
        assertThat(state.assessedAt).isEqualTo(SECOND);
        assertThat(state.lastActive).isEqualTo(SECOND);
        assertThat(state.model).isEqualTo(model.version());
        assertThat(state.stale).isFalse();
        assertThat(score(result).score()).isEqualTo(Rounding.significant(rising));
        assertThat(score(result).trial()).isNull();
        assertThat(result.nextChange()).isGreaterThan(SECOND);
        assertThat(counts.assessments.count()).isEqualTo(1);
    }

    @Test
    void aChangeOfTwoInAHundredIsPublishedAndASmallerOneIsNot() {
        assertThat(assess(scorer).scoreJson()).isNotNull();
        assertThat(assess(scorer).scoreJson()).isNull();
        assertThat(isPublishedFrom(1 / 1.019)).isFalse();
        assertThat(isPublishedFrom(1 / 1.021)).isTrue();
        assertThat(isPublishedFrom(1 / 0.981)).isFalse();
        assertThat(isPublishedFrom(1 / 0.979)).isTrue();
        assertThat(isPublishedFrom(Double.NaN)).isTrue();
    }

    /** With another value published before in the last kind of ranking. */
    private boolean isPublishedFrom(double part) {
        int last = RankingKind.COUNT - 1;
        state.publishedValues[last] = state.values[last] * part;
        boolean published = assess(scorer).scoreJson() != null;
        assertThat(state.publishedValues[last] == state.values[last]).isEqualTo(published);
        state.publishedValues[last] = state.values[last];
        return published;
    }

    /** It is read at each signal else, and is larger than all the rest. */
    @Test
    void theTextOfAPaperIsReadOnlyToSendIt() {
        assess(scorer);
        papers.delete(state.id);
        PaperScorer.Result result = assess(scorer);
        assertThat(result.scoreJson()).isNull();
        assertThat(result.reasonsJson()).isNotEmpty();
        assertThatIllegalStateException().isThrownBy(result::shortSummary);
    }

    @Test
    void aNewTextIsPublished() {
        assess(scorer);
        state.textChanged = true;
        assertThat(assess(scorer).scoreJson()).isNotNull();
    }

    @Test
    void aPaperInNoWindowIsNotPublishedForTheFirstTimeButOnceMoreWhenItLeaves() {
        Instant later = NOW.plusSeconds(90 * 86_400);
        PaperScorer.Result never =
                Objects.requireNonNull(
                        scorer.assess(state, signals, later, later.getEpochSecond(), papers));
        assertThat(never.scoreJson()).isNull();
        assertThat(state.isRanked()).isFalse();
        assertThat(state.lastActive).isZero();
        assess(scorer);
        PaperScorer.Result left =
                Objects.requireNonNull(
                        scorer.assess(state, signals, later, later.getEpochSecond(), papers));
        assertThat(score(left).windows()).isEmpty();
        assertThat(state.lastActive).isEqualTo(SECOND);
    }

    @Test
    void theCandidateIsScoredBesideTheActiveModel() {
        TrendModel next = model.withVersion(model.version() + 1);
        PaperScorer both = new PaperScorer(model, next, counts);
        Score score = score(assess(both));
        assertThat(both.version()).isEqualTo(model.version());
        assertThat(both.trialVersion()).isEqualTo(next.version());
        assertThat(scorer.trialVersion()).isZero();
        assertThat(score.model()).isEqualTo(Integer.toString(model.version()));
        assertThat(score.trial())
                .isNotNull()
                .satisfies(trial -> {
                    assertThat(trial.model()).isEqualTo(Integer.toString(next.version()));
                    assertThat(trial.score()).isEqualTo(score.score());
                    assertThat(trial.windows()).isEqualTo(score.windows());
                });
    }

    @Test
    void anotherModelFindsNoBreakoutInTheSameSignals() {
        SignalHistory high =
                signals.with("UPVOTES", "huggingface", 400, LISTED.plusSeconds(6 * 3600))
                        .with("UPVOTES", "elsewhere", 390, LISTED.plusSeconds(6 * 3600));
        state.model = model.version() + 1;
        assertThat(breakout(high)).isNull();
        assertThat(state.breakout.hasBrokenOut()).isTrue();

        PaperState fresh = new PaperState(state.id, SECOND);
        PaperScorer.Result first =
                Objects.requireNonNull(scorer.assess(fresh, high, NOW, SECOND, papers));
        assertThat(first.breakout())
                .hasValueSatisfying(breakout -> {
                    assertThat(breakout.level()).isPositive();
                    assertThat(breakout.at()).isEqualTo(NOW);
                    assertThat(breakout.reasons()).isNotEmpty();
                });
        assertThat(first.scoreJson()).isNotNull();
    }

    private @Nullable Object breakout(SignalHistory of) {
        return Objects.requireNonNull(scorer.assess(state, of, NOW, SECOND, papers))
                .breakout()
                .orElse(null);
    }

    @Test
    void aPaperThatHasNotComeHasNoScore() {
        papers.delete(state.id);
        assertThat(scorer.assess(state, signals, NOW, SECOND, papers)).isNull();
        assertThat(counts.failures.count()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway") // What a broken reader would give.
    void aScoreThatFailsIsCountedAndLeavesTheLastOne() {
        assess(scorer);
        double[] before = state.values.clone();
        assertThat(scorer.assess(state, null, NOW, SECOND + 1, papers)).isNull();
        assertThat(state.values).isEqualTo(before);
        assertThat(state.assessedAt).isEqualTo(SECOND);
        assertThat(counts.failures.count()).isEqualTo(1);
        assertThat(counts.assessments.count()).isEqualTo(1);
    }
}
