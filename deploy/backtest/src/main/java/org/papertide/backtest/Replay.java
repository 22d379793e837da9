package org.papertide.backtest;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.papertide.ranking.model.BreakoutDetector;
import org.papertide.ranking.model.BreakoutState;
import org.papertide.ranking.model.PaperFacts;
import org.papertide.ranking.model.ScoreResult;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.TrendScore;

/**
 * Replays recorded signals through the production score: per paper its signals in order of time, an
 * assessment and a step of breakout detection at each, and at each moment asked for.
 */
final class Replay {

    /** All recorders read the same counters, those of this site. */
    static final String SOURCE = "huggingface";

    private final Recording recording;

    Replay(Recording recording) {
        this.recording = recording;
    }

    /**
     * The orders' values of a paper at a moment.
     *
     * @param level the count that is believed
     * @param alert whether it has broken out by then
     */
    record Outcome(double rising, double top, double level, boolean alert) {}

    /**
     * The outcomes, per moment and paper.
     *
     * @param pools the papers asked for, per moment ({@code asOf})
     */
    Map<String, Map<String, Outcome>> run(
            TrendScore score, BreakoutDetector detector, Map<String, List<String>> pools) {
        Map<String, TreeMap<Long, String>> momentsOf = new HashMap<>();
        Map<String, Map<String, Outcome>> outcomes = new LinkedHashMap<>();
        pools.forEach((asOf, pool) -> {
            outcomes.put(asOf, new LinkedHashMap<>());
            long time = Recording.instant(asOf).toEpochMilli();
            for (String id : pool) {
                momentsOf.computeIfAbsent(id, _ -> new TreeMap<>()).put(time, asOf);
            }
        });
        momentsOf.forEach((id, moments) -> {
            RecordedPaper paper = recording.papers().get(id);
            if (paper != null) {
                new PaperRun(score, detector, paper).run(moments, outcomes);
            }
        });
        return outcomes;
    }

    /** One paper on its virtual clock. */
    private static final class PaperRun {
        private final TrendScore score;
        private final BreakoutDetector detector;
        private final RecordedPaper paper;
        private SignalHistory signals = SignalHistory.none();
        private BreakoutState state = BreakoutState.none();
        private int next;

        PaperRun(TrendScore score, BreakoutDetector detector, RecordedPaper paper) {
            this.score = score;
            this.detector = detector;
            this.paper = paper;
        }

        void run(Map<Long, String> moments, Map<String, Map<String, Outcome>> outcomes) {
            moments.forEach((time, asOf) -> {
                readUntil(time);
                if (!signals.isEmpty()) {
                    ScoreResult assessment = assess(time);
                    outcomes.computeIfAbsent(asOf, _ -> new LinkedHashMap<>())
                            .put(
                                    paper.id(),
                                    new Outcome(
                                            assessment.rising(),
                                            assessment.top(),
                                            assessment.level(),
                                            state.hasBrokenOut()));
                }
            });
        }

        private void readUntil(long time) {
            List<RecordedPaper.Signal> all = paper.signals();
            while (next < all.size() && all.get(next).time() <= time) {
                long at = all.get(next).time();
                while (next < all.size() && all.get(next).time() == at) {
                    RecordedPaper.Signal signal = all.get(next++);
                    signals =
                            signals.with(
                                    signal.metric(),
                                    SOURCE,
                                    signal.value(),
                                    Instant.ofEpochMilli(at));
                }
                assess(at);
            }
        }

        private ScoreResult assess(long time) {
            Instant now = Instant.ofEpochMilli(time);
            PaperFacts facts = paper.factsAt(time);
            ScoreResult assessment = score.assess(facts, signals, now);
            state = detector.step(state, assessment, now).state();
            return assessment;
        }
    }
}
