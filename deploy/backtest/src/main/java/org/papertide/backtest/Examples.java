package org.papertide.backtest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.papertide.ranking.model.ActivityClock;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.training.ModelTrainer;
import org.papertide.ranking.model.training.ModelTrainer.Count;
import org.papertide.ranking.model.training.ModelTrainer.End;
import org.papertide.ranking.model.training.ModelTrainer.Example;
import org.papertide.ranking.model.training.ModelTrainer.History;
import org.papertide.ranking.model.training.ModelTrainer.TrainingSet;

/** Makes training examples from judged moments. */
final class Examples {

    private static final double HOUR = ActivityClock.HOUR;
    private static final long NINE_DAYS = 9L * 24 * 3_600_000;

    private final Recording recording;
    private final GroundTruth truth;

    Examples(Recording recording, GroundTruth truth) {
        this.recording = recording;
        this.truth = truth;
    }

    /** The model that is fitted to the moments that pass. */
    TrendModel learn(TrendModel start, String learntFrom, Predicate<Moment> use) {
        List<Example> rising = new ArrayList<>();
        List<Example> top = new ArrayList<>();
        Set<LocalDate> days = new TreeSet<>();
        for (Moment moment : truth.moments()) {
            if (!use.test(moment)) {
                continue;
            }
            days.add(moment.day());
            if (moment.gains() != null) {
                moment.gains().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(gain ->
                                rising.add(example(gain.getKey(), moment, gain.getValue())));
            }
            for (String id : moment.sameDay()) {
                Moment.Label end = truth.label(id);
                if (end != null) {
                    top.add(example(id, moment, end.count() - lastCount(id, moment.time())));
                }
            }
        }
        List<History> histories = new ArrayList<>();
        List<End> ends = new ArrayList<>();
        for (RecordedPaper paper : recording.papers().values()) {
            Moment.Label end = truth.label(paper.id());
            if (end != null && days.contains(paper.day())) {
                histories.add(history(paper));
                ends.add(new End(paper.factsAt(Long.MAX_VALUE), (double) end.count()));
            }
        }
        return learn(
                start,
                new TrainingSet(ModelTrainer.REFERENCE, learntFrom, rising, top, histories, ends));
    }

    /** Too few examples are a fault of the input. */
    static TrendModel learn(TrendModel start, TrainingSet lessons) {
        try {
            return new ModelTrainer(start).learn(lessons);
        } catch (IllegalArgumentException e) {
            throw new UnusableInputException(
                    lessons.from() + " cannot be learnt from: " + e.getMessage(), e);
        }
    }

    static YearMonth month(Moment moment) {
        return YearMonth.from(moment.day());
    }

    private static History history(RecordedPaper paper) {
        long first = paper.upvotes().getFirst().time();
        return new History(
                paper.factsAt(first),
                paper.upvotes().stream()
                        .filter(signal -> signal.time() <= first + NINE_DAYS)
                        .map(signal -> new Count(signal.time(), signal.upvotes()))
                        .toList());
    }

    private Example example(String id, Moment moment, double further) {
        RecordedPaper paper = paper(id);
        long end =
                moment.day()
                        .plusDays(8 - moment.day().getDayOfWeek().getValue())
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli();
        return new Example(
                paper.factsAt(moment.time()),
                readingsAt(paper, moment.time()),
                Instant.ofEpochMilli(moment.time()),
                further,
                (end - moment.time()) / HOUR);
    }

    private static SignalHistory readingsAt(RecordedPaper paper, long time) {
        SignalHistory signals = SignalHistory.none();
        for (RecordedPaper.Signal signal : paper.signals()) {
            if (signal.time() <= time) {
                Instant at = Instant.ofEpochMilli(signal.time());
                signals = signals.with(signal.metric(), Replay.SOURCE, signal.value(), at);
            }
        }
        return signals;
    }

    private double lastCount(String id, long time) {
        double count = 0;
        for (Observation signal : paper(id).upvotes()) {
            count = signal.time() <= time ? (double) signal.upvotes() : count;
        }
        return count;
    }

    private RecordedPaper paper(String id) {
        RecordedPaper paper = recording.papers().get(id);
        if (paper == null) {
            throw new IllegalStateException(id + ": judged but not recorded");
        }
        return paper;
    }
}
