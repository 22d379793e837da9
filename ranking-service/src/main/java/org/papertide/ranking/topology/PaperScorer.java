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
 * While a model is on trial, a published score carries what it would be by that.
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

    /** The version on trial; 0 if there is none. */
    int trialVersion() {
        return trial == null ? 0 : trial.model().version();
    }

    /**
     * What came of an assessment. Most assessments send nothing: so the text is read from the
     * catalogue, and the reasons are written, once somebody asks for them.
     */
    static final class Result {

        private final String id;
        private final Instant at;
        private final ScoreResult score;
        private final KeyValueStore<String, byte[]> papers;
        private byte @Nullable [] scoreJson;
        private Optional<Breakout> breakout = Optional.empty();
        private @Nullable PaperEntry entry;
        private @Nullable List<Reason> reasons;
        private byte @Nullable [] reasonsJson;

        private Result(
                String id, Instant at, ScoreResult score, KeyValueStore<String, byte[]> papers) {
            this.id = id;
            this.at = at;
            this.score = score;
            this.papers = papers;
        }

        void sendTo(ScoringOutput out) {
            if (scoreJson != null) {
                out.score(id, scoreJson, at);
            }
            breakout.ifPresent(out::breakout);
        }

        /** The score in JSON, if it is to be published. */
        byte @Nullable [] scoreJson() {
            return scoreJson;
        }

        /** What the paper broke through, if anything. */
        Optional<Breakout> breakout() {
            return breakout;
        }

        /** Second of the next change with no further signal. */
        long nextChange() {
            return second(score.nextChange());
        }

        /** The paper's text as rankings show it, in JSON. */
        byte[] shortSummary() {
            return PaperEntry.json(entry().summary().forRanking());
        }

        /** The reasons in JSON. */
        byte[] reasonsJson() {
            byte[] json = reasonsJson;
            if (json == null) {
                json = PaperEntry.json(reasons());
                reasonsJson = json;
            }
            return json;
        }

        private List<Reason> reasons() {
            List<Reason> rounded = reasons;
            if (rounded == null) {
                rounded = score.reasons().stream().map(PaperScorer::rounded).toList();
                reasons = rounded;
            }
            return rounded;
        }

        private PaperEntry entry() {
            PaperEntry found = entry;
            if (found == null) {
                found =
                        find(id, papers)
                                .orElseThrow(() -> new IllegalStateException("no entry of " + id));
                entry = found;
            }
            return found;
        }
    }

    /**
     * What the models say of a paper.
     *
     * @param score by the active model
     * @param step what breakout detection makes of it
     * @param shadow by the model on trial, if there is one
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
        PaperFacts facts = facts(state, papers);
        if (facts == null) {
            return null;
        }
        Judgement judged = judge(state, facts, signals, at);
        if (judged == null) {
            return null;
        }
        counts.assessments.increment();
        // Another model finds other breakouts in the same signals: the paper has not changed.
        boolean sameModel = state.model == 0 || state.model == version;
        Result result = new Result(state.id, at, judged.score(), papers);
        Optional<BreakoutDetector.Crossing> crossing = judged.step().crossing();
        if (crossing.isPresent()) {
            // What cannot be read now leaves the crossing to come.
            var _ = result.entry();
        }
        note(state, judged, now);
        if (isPublishable(state) || crossing.isPresent()) {
            result.scoreJson = published(state, judged, result);
        }
        if (sameModel) {
            result.breakout = crossing.map(each -> breakout(each, result));
        }
        return result;
    }

    private static Optional<PaperEntry> find(String id, KeyValueStore<String, byte[]> papers) {
        return Optional.ofNullable(papers.get(id)).map(PaperEntry::fromBytes);
    }

    /** Nothing if the catalogue does not have the paper. */
    private static @Nullable PaperFacts facts(
            PaperState state, KeyValueStore<String, byte[]> papers) {
        if (state.facts == null) {
            state.facts =
                    find(state.id, papers).map(entry -> entry.facts(entry.summary())).orElse(null);
        }
        return state.facts;
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
    private byte[] published(PaperState state, Judgement judged, Result result) {
        byte[] json =
                ScoreJson.of(
                        result.entry().summaryJson(),
                        Rounding.significant(judged.score().rising()),
                        state.values,
                        result.reasonsJson(),
                        result.at,
                        Integer.toString(version),
                        judged.shadow());
        state.published = true;
        System.arraycopy(state.values, 0, state.publishedValues, 0, RankingKind.COUNT);
        return json;
    }

    private static Breakout breakout(BreakoutDetector.Crossing crossing, Result result) {
        return new Breakout(
                result.entry().summary(),
                Rounding.significant(result.score.rising()),
                Rounding.significant(crossing.bar()),
                crossing.level(),
                result.reasons(),
                result.at);
    }

    /** By the model on trial, whose failure must not cost the score by the active one. */
    private @Nullable ShadowScore shadow(
            String paper, PaperFacts facts, SignalHistory signals, Instant at) {
        if (trial == null) {
            return null;
        }
        try {
            return shadow(trial.assess(facts, signals, at));
        } catch (RuntimeException e) {
            counts.failures.increment();
            LOG.debugf(e, "The trend model on trial gave no score. paper=%s", paper);
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
