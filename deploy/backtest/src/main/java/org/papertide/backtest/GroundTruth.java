package org.papertide.backtest;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.papertide.backtest.Moment.Label;
import org.papertide.backtest.Moment.Phase;
import org.papertide.ranking.model.ActivityClock;

/**
 * Derives the truth from recorded signals: the moments to judge, their pools and labels.
 *
 * <p>A moment is the minute after a snapshot of a listing day. A paper's label is its count at the
 * weekly list of the following Monday; a week whose list holds fewer than 60 papers is not judged.
 * A paper's further gain is its label less its count at the moment; between two signals the count
 * follows the population's growth curve.
 */
final class GroundTruth {

    private static final Recorders RECORDERS = Recorders.read();

    private static final long HOUR = ActivityClock.HOUR;
    private static final long DAY = 24 * HOUR;
    private static final int FEWEST_OF_A_WEEK = 60;
    private static final int FEWEST_OF_A_DAY = 10;

    /** Hours since the day's start, and the population's growth by then. */
    private static final double[][] GROWTH = {
        {0, 0},
        {4, .20},
        {8, .55},
        {15.4, .865},
        {24, 1.0},
        {48, 1.24},
        {72, 1.36},
        {96, 1.39},
        {120, 1.42},
        {144, 1.45},
        {168, 1.48},
        {200, 1.50}
    };

    private final Map<String, RecordedPaper> papers;
    private final TreeMap<LocalDate, List<String>> byDay = new TreeMap<>();
    private final Map<LocalDate, Map<String, Long>> weekly = new HashMap<>();
    private final Map<LocalDate, Map<String, Long>> daily = new HashMap<>();
    private final Map<LocalDate, Map<String, TreeSet<Long>>> snapshots = new HashMap<>();
    private final TreeMap<LocalDate, Map<String, Label>> labels = new TreeMap<>();
    private final List<Moment> moments = new ArrayList<>();
    private final long breakoutCount;

    GroundTruth(Recording recording) {
        this.papers = recording.papers();
        papers.values().forEach(this::index);
        Map<LocalDate, Map<Phase, Long>> times = new TreeMap<>();
        for (LocalDate day : byDay.keySet()) {
            Map<String, Label> ends = labelsOf(day);
            if (ends.size() < FEWEST_OF_A_DAY) {
                continue;
            }
            Map<Phase, Long> phases = phases(day);
            if (!phases.isEmpty()) {
                labels.put(day, ends);
                times.put(day, phases);
            }
        }
        times.forEach((day, phases) -> phases.forEach((phase, t) -> addMoment(day, phase, t)));
        moments.sort(Comparator.comparingLong(Moment::time));
        List<Long> counts =
                labels.values().stream()
                        .flatMap(ends -> ends.values().stream())
                        .map(Label::count)
                        .sorted(Comparator.reverseOrder())
                        .toList();
        breakoutCount =
                counts.isEmpty() ? 0 : counts.get(Math.max(0, (int) (counts.size() * .02) - 1));
    }

    /** In order of time. */
    List<Moment> moments() {
        return moments;
    }

    /** The count that 2 in 100 labelled papers reach. */
    long breakoutCount() {
        return breakoutCount;
    }

    int judgedDays() {
        return labels.size();
    }

    /** How a paper ended; null if it is not judged. */
    @Nullable Label label(String paper) {
        RecordedPaper recorded = papers.get(paper);
        Map<String, Label> ends =
                recorded == null || recorded.day() == null ? null : labels.get(recorded.day());
        return ends == null ? null : ends.get(paper);
    }

    private void index(RecordedPaper paper) {
        if (paper.day() != null) {
            byDay.computeIfAbsent(paper.day(), _ -> new ArrayList<>()).add(paper.id());
        }
        for (Observation signal : paper.upvotes()) {
            LocalDate date = Recording.date(signal.time());
            if (signal.view().equals("weekly")) {
                weekly.computeIfAbsent(date, _ -> new HashMap<>())
                        .put(paper.id(), signal.upvotes());
            } else if (signal.view().equals("daily")) {
                if (signal.source().equals(RECORDERS.feed())) {
                    daily.computeIfAbsent(date, _ -> new HashMap<>())
                            .put(paper.id(), signal.upvotes());
                }
                snapshots
                        .computeIfAbsent(date, _ -> new HashMap<>())
                        .computeIfAbsent(signal.source(), _ -> new TreeSet<>())
                        .add(signal.time());
            }
        }
    }

    private Map<String, Label> labelsOf(LocalDate day) {
        LocalDate monday = day.plusDays(8 - day.getDayOfWeek().getValue());
        Map<String, Long> list = weekly.getOrDefault(monday, Map.of());
        if (list.size() < FEWEST_OF_A_WEEK) {
            return Map.of();
        }
        Map<String, Label> ends = new HashMap<>();
        for (String id : byDay.getOrDefault(day, List.of())) {
            Long count = list.get(id);
            if (count == null) {
                count = daily.getOrDefault(monday, Map.of()).get(id);
            }
            if (count != null) {
                ends.put(id, new Label(count, false));
                continue;
            }
            Observation last = lastAt(id, Recording.start(monday) + 2 * HOUR);
            if (last != null) {
                ends.put(id, new Label(last.upvotes(), true));
            }
        }
        return ends;
    }

    private Map<Phase, Long> phases(LocalDate day) {
        EnumMap<Phase, Long> phases = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            Long snapshot =
                    switch (phase) {
                        case AM -> lastSnapshot(day, RECORDERS.morning(), 0, 6, 14);
                        case PM -> lastSnapshot(day, RECORDERS.afternoon(), 0, 14.5, 21);
                        case CLOSE -> lastSnapshot(day, RECORDERS.feed(), 1, 24, 27);
                    };
            if (snapshot == null) {
                continue;
            }
            long time = (snapshot / 60_000 + 1) * 60_000;
            long known =
                    byDay.getOrDefault(day, List.of()).stream()
                            .filter(id -> paper(id).upvotes().getFirst().time() <= time)
                            .count();
            if (known >= FEWEST_OF_A_DAY) {
                phases.put(phase, time);
            }
        }
        return phases;
    }

    private @Nullable Long lastSnapshot(
            LocalDate day, String source, int daysLater, double from, double to) {
        long start = Recording.start(day);
        TreeSet<Long> taken =
                snapshots
                        .getOrDefault(day.plusDays(daysLater), Map.of())
                        .getOrDefault(source, new TreeSet<>());
        Long last = taken.floor(start + (long) (to * HOUR));
        return last == null || last < start + (long) (from * HOUR) ? null : last;
    }

    private void addMoment(LocalDate day, Phase phase, long time) {
        List<String> pool = new ArrayList<>();
        for (int back = 0; back < 7; back++) {
            for (String id : byDay.getOrDefault(day.minusDays(back), List.of())) {
                if (paper(id).upvotes().getFirst().time() <= time) {
                    pool.add(id);
                }
            }
        }
        Map<String, Label> ends = labels.getOrDefault(day, Map.of());
        List<String> sameDay =
                pool.stream()
                        .filter(id -> day.equals(paper(id).day()) && ends.containsKey(id))
                        .toList();
        Map<String, Double> gains = null;
        List<String> certain = new ArrayList<>();
        if (day.getDayOfWeek().getValue() <= DayOfWeek.THURSDAY.getValue()) {
            gains = new HashMap<>();
            for (String id : pool) {
                Label end = label(id);
                if (end != null && sameWeek(dayOf(id), day)) {
                    gains.put(id, Math.max(0, end.count() - countAt(id, time, end)));
                    if (!end.censored()) {
                        certain.add(id);
                    }
                }
            }
            if (gains.size() < FEWEST_OF_A_DAY) {
                gains = null;
            }
        }
        String asOf = Instant.ofEpochMilli(time).truncatedTo(ChronoUnit.SECONDS).toString();
        moments.add(new Moment(asOf, time, day, phase, pool, sameDay, ends, gains, certain));
    }

    private static boolean sameWeek(LocalDate a, LocalDate b) {
        return a.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) == b.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
                && a.get(IsoFields.WEEK_BASED_YEAR) == b.get(IsoFields.WEEK_BASED_YEAR);
    }

    private double countAt(String id, long time, Label end) {
        Observation before = null;
        Observation after = null;
        for (Observation signal : paper(id).upvotes()) {
            if (signal.time() <= time) {
                before = signal;
            } else if (after == null) {
                after = signal;
            }
        }
        if (before == null) {
            return 0;
        }
        if (time - before.time() < 3 * HOUR) {
            return (double) before.upvotes();
        }
        if (end.censored()) {
            return (double) end.count();
        }
        if (after == null) {
            return Math.max((double) before.upvotes(), 0);
        }
        long start = Recording.start(dayOf(id));
        double from = growth((before.time() - start) / (double) HOUR);
        double to = growth((after.time() - start) / (double) HOUR);
        double at = growth((time - start) / (double) HOUR);
        double share = to > from ? (at - from) / (to - from) : 1;
        return before.upvotes() + (after.upvotes() - before.upvotes()) * share;
    }

    private static double growth(double hours) {
        if (hours <= 0) {
            return 0;
        }
        for (int i = 1; i < GROWTH.length; i++) {
            if (hours <= GROWTH[i][0]) {
                double share = (hours - GROWTH[i - 1][0]) / (GROWTH[i][0] - GROWTH[i - 1][0]);
                return GROWTH[i - 1][1] + (GROWTH[i][1] - GROWTH[i - 1][1]) * share;
            }
        }
        return GROWTH[GROWTH.length - 1][1];
    }

    private @Nullable Observation lastAt(String id, long time) {
        Observation last = null;
        for (Observation signal : paper(id).upvotes()) {
            last = signal.time() <= time ? signal : last;
        }
        return last;
    }

    private LocalDate dayOf(String id) {
        LocalDate day = paper(id).day();
        if (day == null) {
            throw new IllegalStateException(id + ": without a day in a pool");
        }
        return day;
    }

    private RecordedPaper paper(String id) {
        RecordedPaper paper = papers.get(id);
        if (paper == null) {
            throw new IllegalStateException(id + ": in a pool but not recorded");
        }
        return paper;
    }

    /** The end of a listing day, in milliseconds since the epoch. */
    static long dayAfter(LocalDate day) {
        return Recording.start(day) + DAY;
    }
}
