package org.papertide.ranking.topology;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.papertide.events.Breakout;
import org.papertide.events.Order;
import org.papertide.events.Reason;
import org.papertide.events.ShadowScore;
import org.papertide.events.Window;
import org.papertide.events.WindowScore;
import org.papertide.platform.loop.LogOnce;
import org.papertide.ranking.model.BreakoutDetector;
import org.papertide.ranking.model.PaperFacts;
import org.papertide.ranking.model.RankingKind;
import org.papertide.ranking.model.ScoreResult;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.TrendScore;

/**
 * Applies the score and the breakout detection to a paper's state, and decides what is published.
 * While there is a candidate model, a published score carries what it would be by that.
 */
final class PaperScorer {

    private static final Logger LOG = Logger.getLogger(PaperScorer.class);

    private final TrendScore score;
    private final BreakoutDetector breakouts;
    private final int version;
    private final @Nullable TrendScore trial;
    private final StreamCounts counts;
    private final LogOnce log = new LogOnce();

    PaperScorer(TrendModel model, @Nullable TrendModel onTrial, StreamCounts counts) {
        this.score = new TrendScore(model);
        this.breakouts = new BreakoutDetector(model);
        this.version = model.version();
        this.trial = onTrial == null ? null : new TrendScore(onTrial);
        this.counts = counts;
    }

    /** The version of the model. */
    int version() {
        return version;
    }

    /** The version of the candidate; 0 if there is none. */
    int trialVersion() {
        return trial == null ? 0 : trial.model().version();
    }

    /**
     * What came of an assessment.
     *
     * @param entry the paper's text
     * @param id the paper
     * @param reasonsJson its reasons
     * @param scoreJson its score, if that is to be published
     * @param breakout what it broke through, if anything
     * @param at the instant assessed
     * @param nextChange second of the next change with no further signal
     */
    @SuppressWarnings("ArrayRecordComponent") // Bytes on their way to topics.
    record Result(
            PaperEntry entry,
            String id,
            byte[] reasonsJson,
            byte @Nullable [] scoreJson,
            Optional<Breakout> breakout,
            Instant at,
            long nextChange) {

        void sendTo(ScoringOutput out) {
            if (scoreJson != null) {
                out.score(id, scoreJson, at);
            }
            breakout.ifPresent(out::breakout);
        }

        byte[] shortSummary() {
            return PaperEntry.json(entry.summary().forRanking());
        }
    }

    /**
     * What the models say of a paper.
     *
     * @param score by the active model
     * @param step what breakout detection makes of it
     * @param shadow by the candidate model, if there is one
     */
    private record Judgement(
            ScoreResult score, BreakoutDetector.Step step, @Nullable ShadowScore shadow) {}

    /**
     * Assesses a paper and notes the values in its state.
     *
     * @return nothing if the score failed, which is counted
     */
    @Nullable Result assess(
            PaperState state,
            SignalHistory signals,
            Instant at,
            long now,
            KeyValueStore<String, byte[]> papers) {
        byte[] stored = papers.get(state.id);
        if (stored == null) {
            return null;
        }
        PaperEntry entry = PaperEntry.fromBytes(stored);
        Judgement judged = judge(state, facts(state, entry), signals, at);
        if (judged == null) {
            return null;
        }
        counts.assessments.increment();
        // Another model finds other breakouts in the same signals: the paper has not changed.
        boolean sameModel = state.model == 0 || state.model == version;
        note(state, judged, now);
        List<Reason> reasons = judged.score().reasons().stream().map(PaperScorer::rounded).toList();
        byte[] reasonsJson = PaperEntry.json(reasons);
        byte[] scoreJson = null;
        if (isPublishable(state) || judged.step().crossing().isPresent()) {
            scoreJson = published(state, entry, judged, reasonsJson, at);
        }
        return new Result(
                entry,
                state.id,
                reasonsJson,
                scoreJson,
                sameModel ? breakout(entry, judged, reasons, at) : Optional.empty(),
                at,
                second(judged.score().nextChange()));
    }

    private static PaperFacts facts(PaperState state, PaperEntry entry) {
        PaperFacts facts = state.facts;
        if (facts == null) {
            facts = entry.facts(entry.summary());
            state.facts = facts;
        }
        return facts;
    }

    private @Nullable Judgement judge(
            PaperState state, PaperFacts facts, SignalHistory signals, Instant at) {
        try {
            ScoreResult assessment = score.assess(facts, signals, at);
            BreakoutDetector.Step step = breakouts.step(state.breakout, assessment, at);
            return new Judgement(assessment, step, shadow(state.id, facts, signals, at));
        } catch (RuntimeException e) {
            counts.failures.increment();
            if (log.isNew(String.valueOf(e))) {
                LOG.errorf(
                        e,
                        "A score could not be computed; the paper keeps its last one. paper=%s",
                        state.id);
            }
            return null;
        }
    }

    private void note(PaperState state, Judgement judged, long now) {
        Arrays.fill(state.values, Double.NaN);
        judged.score()
                .windows()
                .forEach((window, windowScore) -> note(state.values, window, windowScore));
        state.breakout = judged.step().state();
        state.model = version;
        state.assessedAt = now;
        state.stale = false;
        if (state.isRanked()) {
            state.lastActive = now;
        }
    }

    /** The score in JSON; from now on it is what was published last. */
    private byte[] published(
            PaperState state, PaperEntry entry, Judgement judged, byte[] reasonsJson, Instant at) {
        state.published = true;
        System.arraycopy(state.values, 0, state.publishedValues, 0, RankingKind.COUNT);
        return ScoreJson.of(
                entry.summaryJson(),
                Rounding.significant(judged.score().rising()),
                state.values,
                reasonsJson,
                at,
                Integer.toString(version),
                judged.shadow());
    }

    private static Optional<Breakout> breakout(
            PaperEntry entry, Judgement judged, List<Reason> reasons, Instant at) {
        return judged.step()
                .crossing()
                .map(crossing ->
                        new Breakout(
                                entry.summary(),
                                Rounding.significant(judged.score().rising()),
                                Rounding.significant(crossing.bar()),
                                crossing.level(),
                                reasons,
                                at));
    }

    /** By the candidate model, whose failure must not cost the score by the active one. */
    private @Nullable ShadowScore shadow(
            String paper, PaperFacts facts, SignalHistory signals, Instant at) {
        if (trial == null) {
            return null;
        }
        try {
            return shadow(trial.assess(facts, signals, at));
        } catch (RuntimeException e) {
            counts.failures.increment();
            LOG.debugf(e, "The candidate trend model gave no score. paper=%s", paper);
            return null;
        }
    }

    private ShadowScore shadow(ScoreResult assessment) {
        Map<Window, WindowScore> windows = new EnumMap<>(Window.class);
        assessment
                .windows()
                .forEach((window, each) ->
                        windows.put(
                                window,
                                new WindowScore(
                                        Rounding.significant(each.rising()),
                                        Rounding.significant(each.top()),
                                        each.inTop())));
        return new ShadowScore(
                Integer.toString(trialVersion()),
                Rounding.significant(assessment.rising()),
                windows);
    }

    private static void note(double[] values, Window window, WindowScore score) {
        values[RankingKind.index(Order.RISING, window)] = Rounding.significant(score.rising());
        if (score.inTop()) {
            values[RankingKind.index(Order.TOP, window)] = Rounding.significant(score.top());
        }
    }

    private static boolean isPublishable(PaperState state) {
        if (!state.published) {
            return state.isRanked();
        }
        if (state.textChanged) {
            return true;
        }
        for (int slot = 0; slot < RankingKind.COUNT; slot++) {
            double before = state.publishedValues[slot];
            double after = state.values[slot];
            if (Double.isNaN(before) != Double.isNaN(after)
                    || Math.abs(after - before) > TrendScore.MATERIAL * Math.abs(before)) {
                return true;
            }
        }
        return false;
    }

    private static Reason rounded(Reason reason) {
        return new Reason(
                reason.metric(),
                reason.source(),
                reason.reading(),
                reason.gain(),
                Rounding.significant(reason.hours()),
                Rounding.significant(reason.expected()),
                Rounding.significant(reason.share()),
                reason.note());
    }

    private static long second(Instant instant) {
        return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
    }
}
