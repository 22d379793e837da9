package org.papertide.backtest;

import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.papertide.backtest.Baselines.Baseline;
import org.papertide.backtest.Measures.Ranked;
import org.papertide.backtest.Measures.Task;
import org.papertide.backtest.Measures.Values;
import org.papertide.backtest.Moment.Phase;

/** Prints the quality of an order beside the baselines, with bootstrap intervals over days. */
final class QualityReport {

    static final List<String> MEASURES = List.of("P@5", "NDCG@10", "Spearman");

    /** The same without followers and stars, to show the cost of missing inputs. */
    private static final String BARE = "no fol., stars";

    private static final int ROUNDS = 400;
    private static final long SEED = 1;

    private final Recording recording;
    private final GroundTruth truth;
    private final PrintStream out;

    QualityReport(Recording recording, GroundTruth truth, PrintStream out) {
        this.recording = recording;
        this.truth = truth;
        this.out = out;
    }

    /** What was judged. */
    void header() {
        long papers = truth.moments().stream().map(Moment::day).distinct().count();
        out.printf(
                Locale.ROOT,
                "%d days (%d with moments), %d moments, breakout: %d upvotes or more%n",
                truth.judgedDays(),
                papers,
                truth.moments().size(),
                truth.breakoutCount());
    }

    /**
     * The table of one order; columns are am, pm and close, differences are paired by day.
     *
     * @param bare the same score without the submitter's followers and the stars
     */
    void order(
            Task task,
            Map<String, Map<String, Double>> scores,
            Map<String, Map<String, Double>> bare) {
        Values ours = Measures.judge(truth, task, scores);
        Map<Baseline, Values> others = new LinkedHashMap<>();
        for (Baseline baseline : Baseline.values()) {
            others.put(baseline, Measures.judge(truth, task, baseline(baseline, scores.keySet())));
        }
        Values without = Measures.judge(truth, task, bare);
        out.printf(Locale.ROOT, "%nORDER %s%n", task.order());
        out.printf(Locale.ROOT, "%-10s %-14s", "measure", "");
        for (Phase phase : Phase.values()) {
            out.printf(Locale.ROOT, " %-31s", name(phase));
        }
        out.printf(Locale.ROOT, "%n");
        for (String measure : MEASURES) {
            row(measure, "papertide", ours, ours);
            row(measure, BARE, without, ours);
            others.forEach((baseline, values) -> row(measure, baseline.title(), values, ours));
        }
        out.printf(
                Locale.ROOT,
                "%-10s %-14s %6.2f h before the day's end (raw %.2f)%n",
                "lead",
                "papertide",
                Measures.average(ours.leadHours().values()),
                Measures.average(leadOf(others, Baseline.RAW).values()));
        breakouts("papertide", ours);
        others.forEach((baseline, values) -> breakouts(baseline.title(), values));
    }

    private static Map<LocalDate, Double> leadOf(Map<Baseline, Values> others, Baseline baseline) {
        Values values = others.get(baseline);
        return values == null ? Map.of() : values.leadHours();
    }

    /** The quality of the alerts. A paper counts from the moment at which it has broken out. */
    void alerts(Map<String, Map<String, Boolean>> alerts) {
        out.printf(Locale.ROOT, "%nALERTS (the best 2 in 100)%n");
        for (Phase phase : Phase.values()) {
            List<int[]> days = new ArrayList<>();
            for (Moment moment : truth.moments()) {
                Map<String, Boolean> at = alerts.get(moment.asOf());
                if (moment.phase() == phase && at != null) {
                    days.add(count(moment, at));
                }
            }
            int[] sum = sum(days);
            out.printf(
                    Locale.ROOT,
                    "%-10s alerts %d, breakouts %d, precision %s, recall %s%n",
                    name(phase),
                    sum[ALERTS],
                    sum[ALL],
                    rate(days, ALERTS),
                    rate(days, ALL));
        }
    }

    private static final int ALERTS = 0;
    private static final int RIGHT = 1;
    private static final int ALL = 2;

    /** The counts of one moment: alerts, right alerts, breakouts. */
    private int[] count(Moment moment, Map<String, Boolean> at) {
        int[] counts = new int[3];
        Set<String> known = new HashSet<>(moment.sameDay());
        for (Map.Entry<String, Moment.Label> end : moment.labels().entrySet()) {
            int breakout = end.getValue().count() >= truth.breakoutCount() ? 1 : 0;
            counts[ALL] += breakout;
            if (known.contains(end.getKey()) && at.getOrDefault(end.getKey(), false)) {
                counts[ALERTS]++;
                counts[RIGHT] += breakout;
            }
        }
        return counts;
    }

    private static int[] sum(List<int[]> days) {
        int[] sum = new int[3];
        for (int[] day : days) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += day[i];
            }
        }
        return sum;
    }

    /** The right alerts as a part of what {@code of} counts, with the interval over days. */
    private static String rate(List<int[]> days, int of) {
        Random random = new Random(SEED);
        double[] rates = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            List<int[]> drawn = new ArrayList<>();
            for (int i = 0; i < days.size(); i++) {
                drawn.add(days.get(random.nextInt(days.size())));
            }
            rates[round] = rate(sum(drawn), of);
        }
        double[] interval = percentiles(rates);
        return String.format(
                Locale.ROOT, "%.3f [%.3f, %.3f]", rate(sum(days), of), interval[0], interval[1]);
    }

    private static double rate(int[] sum, int of) {
        return sum[of] == 0 ? Double.NaN : (double) sum[RIGHT] / sum[of];
    }

    private Map<String, Map<String, Double>> baseline(Baseline baseline, Set<String> asOfs) {
        Map<String, Map<String, Double>> scores = new HashMap<>();
        for (Moment moment : truth.moments()) {
            if (!asOfs.contains(moment.asOf())) {
                continue;
            }
            Map<String, Double> order = new HashMap<>();
            for (String id : moment.pool()) {
                RecordedPaper paper = recording.papers().get(id);
                if (paper != null) {
                    long born = Baselines.born(paper);
                    List<RecordedPaper.Signal> history =
                            paper.signals().stream()
                                    .filter(signal -> signal.metric().equals("UPVOTES"))
                                    .toList();
                    order.put(id, baseline.score(id, history, born, moment.time()));
                }
            }
            scores.put(moment.asOf(), order);
        }
        return scores;
    }

    private void row(String measure, String title, Values values, Values ours) {
        out.printf(Locale.ROOT, "%-10s %-14s", measure, title);
        for (Phase phase : Phase.values()) {
            var key = new Measures.Key(measure, phase);
            Map<LocalDate, Double> own = values.byDay().getOrDefault(key, Map.of());
            Map<LocalDate, Double> our = ours.byDay().getOrDefault(key, Map.of());
            if (own.isEmpty()) {
                out.printf(Locale.ROOT, " %-31s", "-");
            } else if (values.equals(ours)) {
                double[] interval = interval(List.copyOf(own.values()));
                out.printf(
                        Locale.ROOT,
                        " %.4f [%.4f, %.4f]        ",
                        Measures.average(own.values()),
                        interval[0],
                        interval[1]);
            } else {
                List<Double> differences = new ArrayList<>();
                our.forEach((day, value) -> differences.add(value - own.getOrDefault(day, value)));
                double[] interval = interval(differences);
                out.printf(
                        Locale.ROOT,
                        " %.4f (%+.4f [%+.4f,%+.4f])",
                        Measures.average(own.values()),
                        Measures.average(differences),
                        interval[0],
                        interval[1]);
            }
        }
        out.printf(Locale.ROOT, "%n");
    }

    private void breakouts(String title, Values values) {
        EnumMap<Phase, String> cells = new EnumMap<>(Phase.class);
        values.pooled()
                .forEach((phase, order) -> {
                    double[] interval = precisionInterval(order);
                    cells.put(
                            phase,
                            String.format(
                                    Locale.ROOT,
                                    "%.4f [%.4f, %.4f] R %.3f",
                                    Measures.averagePrecision(order, once(order)),
                                    interval[0],
                                    interval[1],
                                    Measures.rPrecision(order)));
                });
        out.printf(Locale.ROOT, "%-10s %-14s", "AP", title);
        for (Phase phase : Phase.values()) {
            out.printf(Locale.ROOT, " %-31s", cells.getOrDefault(phase, "-"));
        }
        out.printf(Locale.ROOT, "%n");
    }

    private static Map<LocalDate, Integer> once(List<Ranked> order) {
        Map<LocalDate, Integer> times = new HashMap<>();
        order.forEach(ranked -> times.put(ranked.day(), 1));
        return times;
    }

    private static double[] precisionInterval(List<Ranked> order) {
        List<LocalDate> days = order.stream().map(Ranked::day).distinct().sorted().toList();
        Random random = new Random(SEED);
        double[] values = new double[ROUNDS / 4];
        for (int round = 0; round < values.length; round++) {
            Map<LocalDate, Integer> times = new HashMap<>();
            for (int i = 0; i < days.size(); i++) {
                times.merge(days.get(random.nextInt(days.size())), 1, Integer::sum);
            }
            values[round] = Measures.averagePrecision(order, times);
        }
        return percentiles(values);
    }

    /** The 95 % percentile interval of the mean, days drawn with replacement. */
    static double[] interval(List<Double> values) {
        Random random = new Random(SEED);
        double[] means = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double sum = 0;
            for (int i = 0; i < values.size(); i++) {
                sum += values.get(random.nextInt(values.size()));
            }
            means[round] = sum / values.size();
        }
        return percentiles(means);
    }

    private static double[] percentiles(double[] values) {
        java.util.Arrays.sort(values);
        int low = (int) (.025 * values.length);
        int high = Math.min(values.length - 1, (int) (.975 * values.length));
        return new double[] {values[low], values[high]};
    }

    private static String name(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
