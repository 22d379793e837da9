package org.papertide.ranking.backtest;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.papertide.ranking.score.Priors;
import org.papertide.ranking.score.PriorsLearner;
import org.papertide.ranking.score.PriorsLearner.Example;
import org.papertide.ranking.score.Readings;

/** Makes examples to learn from out of judged moments. */
final class Examples {

    private static final double HOUR = 3_600_000;

    private final Recording recording;
    private final Judge judge;

    Examples(Recording recording, Judge judge) {
        this.recording = recording;
        this.judge = judge;
    }

    /** The priors that the moments which pass teach. */
    Priors learn(Priors start, String learntFrom, Predicate<Moment> use) {
        List<Example> rising = new ArrayList<>();
        List<Example> top = new ArrayList<>();
        for (Moment moment : judge.moments()) {
            if (!use.test(moment)) {
                continue;
            }
            if (moment.gains() != null) {
                moment.gains().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(gain ->
                                rising.add(example(gain.getKey(), moment, gain.getValue())));
            }
            for (String id : moment.sameDay()) {
                Moment.Label end = judge.label(id);
                if (end != null) {
                    top.add(example(id, moment, end.count() - lastCount(id, moment.time())));
                }
            }
        }
        List<Long> finals =
                judge.moments().stream()
                        .filter(use)
                        .map(Moment::day)
                        .distinct()
                        .flatMap(day -> judge.finalCounts(day).stream())
                        .toList();
        return new PriorsLearner(start).learn(learntFrom, rising, top, finals);
    }

    static YearMonth month(Moment moment) {
        return YearMonth.from(moment.day());
    }

    private Example example(String id, Moment moment, double further) {
        RecordedPaper paper = paper(id);
        Readings readings = Readings.none();
        for (RecordedPaper.Reading reading : paper.readings()) {
            if (reading.time() <= moment.time()) {
                Instant at = Instant.ofEpochMilli(reading.time());
                readings = readings.with(reading.metric(), Replay.SOURCE, reading.value(), at);
            }
        }
        long end =
                moment.day()
                        .plusDays(8 - moment.day().getDayOfWeek().getValue())
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli();
        return new Example(
                paper.factsAt(moment.time()),
                readings,
                Instant.ofEpochMilli(moment.time()),
                further,
                (end - moment.time()) / HOUR);
    }

    private double lastCount(String id, long time) {
        double count = 0;
        for (Observation reading : paper(id).upvotes()) {
            count = reading.time() <= time ? (double) reading.upvotes() : count;
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
