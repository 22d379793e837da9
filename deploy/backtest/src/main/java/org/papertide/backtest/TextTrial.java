package org.papertide.backtest;

import java.io.PrintStream;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.papertide.backtest.Measures.Task;
import org.papertide.backtest.Moment.Phase;
import org.papertide.backtest.Replay.Outcome;
import org.papertide.backtest.TextForecast.Known;
import org.papertide.ranking.model.ActivityClock;
import org.papertide.ranking.model.BreakoutDetector;
import org.papertide.ranking.model.MetricCurve;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.TrendScore;
import org.papertide.ranking.model.training.ModelTrainer;

/**
 * Tries whether a paper's text says something of its interest that the score does not know. Each
 * month is judged with a model, and with texts, that are fitted to the months before it; so the
 * first teaches the model, the second also what a text is worth, and the others are judged.
 *
 * <p>A paper's interest is its count against the typical one of that age, in logarithms, less the
 * mean of its day, by the last signal before the month. From it a text's expected interest is
 * learnt. Its weight is fitted beside the score's own forecast, by least squares of the logarithm
 * of what came; the more upvotes a paper has, the less its text counts, as if it stood for ten.
 */
final class TextTrial {

    private static final long HOUR = ActivityClock.HOUR;
    private static final long DAY = 24 * HOUR;

    /** By then a paper has most of its interest. */
    private static final long SETTLED = 20 * HOUR;

    /** Earlier a count says little. */
    private static final double YOUNGEST_HOURS = 2;

    private static final int FEWEST_OF_A_DAY = 5;

    /** The text counts as much as so many upvotes. */
    private static final double TEXTS_WORTH = 10;

    private static final double PENALTY = 10;

    /** What the score missed is mostly noise. */
    private static final double PENALTY_OF_MISSED = 300;

    private static final double SMALLEST = 1e-3;

    /** How the text joins the order. */
    enum Way {
        LINEAR("linear"),
        NEIGHBOURS("neighbours"),
        MISSED("what is missed"),
        ALONE("text alone");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    private final Recording recording;
    private final GroundTruth truth;
    private final TrendModel start;
    private final Map<String, float[]> vectors;
    private final TreeMap<Integer, List<Moment>> blocks = new TreeMap<>();

    /** Each month of the recording is judged by those before it. */
    TextTrial(Recording recording, GroundTruth truth, TrendModel start, PaperVectors vectors) {
        this(
                recording,
                truth,
                start,
                vectors,
                day -> {
                    YearMonth month = YearMonth.from(day);
                    return month.getYear() * 12 + month.getMonthValue();
                });
    }

    /**
     * @param block the number of the part of the time that a day belongs to
     */
    TextTrial(
            Recording recording,
            GroundTruth truth,
            TrendModel start,
            PaperVectors vectors,
            Function<LocalDate, Integer> block) {
        this.recording = recording;
        this.truth = truth;
        this.start = start;
        this.vectors = vectors.byPaper();
        for (Moment moment : truth.moments()) {
            blocks.computeIfAbsent(block.apply(moment.day()), _ -> new ArrayList<>()).add(moment);
        }
    }

    /** The scores of the judged moments, without the text and by each way. */
    record Orders(
            Map<String, Map<String, Double>> without,
            Map<Way, Map<String, Map<String, Double>>> with) {

        /** The order by a way. */
        Map<String, Map<String, Double>> by(Way way) {
            return with.computeIfAbsent(way, _ -> new HashMap<>());
        }
    }

    /**
     * A paper at a moment.
     *
     * @param text the interest to expect by its text, by {@link Way#LINEAR} and by neighbours;
     *     empty without a vector
     * @param came the logarithm of 1 and what came; NaN if that is not judged
     */
    private record Row(
            Moment moment,
            String paper,
            Outcome outcome,
            double forecast,
            Map<Way, Double> text,
            double came) {

        /** What of its text still counts. */
        double effect(Way way) {
            return text.getOrDefault(way, 0.0) * TEXTS_WORTH / (TEXTS_WORTH + outcome.level());
        }

        boolean teaches() {
            return !text.isEmpty() && !Double.isNaN(came);
        }
    }

    /** Prints the measures with intervals; differences are paired by day. */
    void report(Task task, PrintStream out) {
        out.printf(Locale.ROOT, "%nTEXT, ORDER %s", task.order());
        if (blocks.size() < 3) {
            out.printf(Locale.ROOT, ": fewer than three months to judge by%n");
            return;
        }
        Orders orders = orders(task);
        Set<String> papers = new HashSet<>();
        orders.without().values().forEach(order -> papers.addAll(order.keySet()));
        out.printf(
                Locale.ROOT,
                ": %d months, each by those before it; %d papers, %d with a vector%n",
                blocks.size() - 2,
                papers.size(),
                papers.stream().filter(vectors::containsKey).count());
        Measures.Values without = Measures.judge(truth, task, orders.without());
        Map<Way, Measures.Values> with = new EnumMap<>(Way.class);
        orders.with().forEach((way, order) -> with.put(way, Measures.judge(truth, task, order)));
        for (String measure : QualityReport.MEASURES) {
            row(measure, "without it", without, without, out);
            with.forEach((way, values) -> row(measure, way.title, values, without, out));
        }
    }

    private static void row(
            String measure,
            String title,
            Measures.Values values,
            Measures.Values without,
            PrintStream out) {
        out.printf(Locale.ROOT, "%-10s %-14s", measure, title);
        for (Phase phase : Phase.values()) {
            var key = new Measures.Key(measure, phase);
            Map<LocalDate, Double> own = values.byDay().getOrDefault(key, Map.of());
            Map<LocalDate, Double> before = without.byDay().getOrDefault(key, Map.of());
            List<Double> differences = new ArrayList<>();
            own.forEach((day, value) -> differences.add(value - before.getOrDefault(day, value)));
            if (own.isEmpty() || values.equals(without)) {
                String mean =
                        own.isEmpty() ? "-" : "%.4f".formatted(Measures.average(own.values()));
                out.printf(Locale.ROOT, " %-31s", mean);
                continue;
            }
            double[] interval = QualityReport.interval(differences);
            out.printf(
                    Locale.ROOT,
                    " %.4f (%+.4f [%+.4f,%+.4f])",
                    Measures.average(own.values()),
                    Measures.average(differences),
                    interval[0],
                    interval[1]);
        }
        out.printf(Locale.ROOT, "%n");
    }

    /** The orders of all blocks but the first two. */
    Orders orders(Task task) {
        Orders orders = new Orders(new HashMap<>(), new EnumMap<>(Way.class));
        List<Row> lessons = new ArrayList<>();
        for (Map.Entry<Integer, List<Moment>> block : blocks.entrySet()) {
            if (block.getKey().equals(blocks.firstKey())) {
                continue;
            }
            List<Row> rows = rows(task, block.getValue());
            if (!lessons.isEmpty()) {
                order(task, rows, lessons, orders);
            }
            lessons.addAll(rows);
        }
        return orders;
    }

    private void order(Task task, List<Row> rows, List<Row> lessons, Orders orders) {
        List<Row> teaching = lessons.stream().filter(Row::teaches).toList();
        double[] plain = fit(teaching, _ -> 0.0);
        Map<Way, Function<Row, Double>> effects = new EnumMap<>(Way.class);
        for (Way way : List.of(Way.LINEAR, Way.NEIGHBOURS)) {
            double[] fitted = fit(teaching, row -> row.effect(way));
            double weight = fitted[2] / fitted[1];
            effects.put(way, row -> weight * row.effect(way));
        }
        List<Known> missed = new ArrayList<>();
        for (Row row : teaching) {
            double rest = (row.came() - plain[0]) / plain[1] - row.forecast();
            missed.add(new Known(vector(row), rest, row.moment().time()));
        }
        TextForecast more = TextForecast.linear(missed, PENALTY_OF_MISSED);
        effects.put(Way.MISSED, row -> row.text().isEmpty() ? 0 : more.of(vector(row)));
        for (Row row : rows) {
            put(orders.without(), row, value(task, row, 0));
            effects.forEach(
                    (way, effect) -> put(orders.by(way), row, value(task, row, effect.apply(row))));
            put(orders.by(Way.ALONE), row, row.text().getOrDefault(Way.LINEAR, 0.0));
        }
    }

    private static void put(Map<String, Map<String, Double>> order, Row row, double value) {
        order.computeIfAbsent(row.moment().asOf(), _ -> new HashMap<>()).put(row.paper(), value);
    }

    /** The score if the logarithm of its forecast were so much more. */
    private static double value(Task task, Row row, double effect) {
        Outcome outcome = row.outcome();
        return switch (task) {
            case FURTHER_GAIN -> outcome.rising() * Math.exp(effect);
            case SAME_DAY -> outcome.level() + (outcome.top() - outcome.level()) * Math.exp(effect);
        };
    }

    /** A constant, and the weights of the score's own forecast and of the text. */
    private static double[] fit(List<Row> rows, Function<Row, Double> effect) {
        double[] values = rows.stream().mapToDouble(Row::came).toArray();
        List<double[]> columns =
                rows.stream()
                        .map(row -> new double[] {1, row.forecast(), effect.apply(row)})
                        .toList();
        return LeastSquares.fit(columns, values, SMALLEST);
    }

    private float[] vector(Row row) {
        float[] vector = vectors.get(row.paper());
        if (vector == null) {
            throw new IllegalStateException(row.paper() + ": with a text, but without its vector");
        }
        return vector;
    }

    /** The papers of a block's moments, by what was known when it began. */
    private List<Row> rows(Task task, List<Moment> moments) {
        LocalDate first = moments.getFirst().day();
        TrendModel model =
                new Examples(recording, truth)
                        .learn(
                                start,
                                "listed before " + first,
                                moment -> moment.day().isBefore(first));
        MetricCurve curve = curve(model);
        Map<String, List<String>> pools = new LinkedHashMap<>();
        moments.forEach(moment -> pools.put(moment.asOf(), moment.pool()));
        Map<String, Map<String, Outcome>> outcomes =
                new Replay(recording)
                        .run(new TrendScore(model), new BreakoutDetector(model), pools);
        Map<String, Map<Way, Double>> texts = texts(curve, Recording.start(first), pools);
        List<Row> rows = new ArrayList<>();
        for (Moment moment : moments) {
            outcomes.getOrDefault(moment.asOf(), Map.of())
                    .forEach((paper, outcome) ->
                            rows.add(
                                    new Row(
                                            moment,
                                            paper,
                                            outcome,
                                            forecast(task, moment, outcome, curve),
                                            texts.getOrDefault(paper, Map.of()),
                                            came(task, moment, paper))));
        }
        return rows;
    }

    private static MetricCurve curve(TrendModel model) {
        TrendModel.MetricModel upvotes = model.metrics().get(ModelTrainer.REFERENCE);
        if (upvotes == null) {
            throw new IllegalStateException("a model without upvotes");
        }
        return new MetricCurve(upvotes);
    }

    /** The logarithm of what is to come by the score, until the week's end. */
    private static double forecast(Task task, Moment moment, Outcome outcome, MetricCurve curve) {
        double expected =
                switch (task) {
                    case FURTHER_GAIN -> outcome.rising() * share(moment, curve);
                    case SAME_DAY -> outcome.top() - outcome.level();
                };
        return Math.log(Math.max(SMALLEST, expected));
    }

    /** What comes until the week's end, against what comes within a day. */
    private static double share(Moment moment, MetricCurve curve) {
        long end =
                Recording.start(moment.day().plusDays(8 - moment.day().getDayOfWeek().getValue()));
        double fade = curve.growth().fadeHours();
        double horizon = curve.hours(moment.time(), end);
        double day = curve.hours(moment.time(), moment.time() + DAY);
        return Math.expm1(-horizon / fade) / Math.expm1(-day / fade);
    }

    private double came(Task task, Moment moment, String paper) {
        Double gain = null;
        switch (task) {
            case FURTHER_GAIN -> gain = moment.gains() == null ? null : moment.gains().get(paper);
            case SAME_DAY -> {
                Moment.Label end = moment.sameDay().contains(paper) ? truth.label(paper) : null;
                Observation last = last(paper, moment.time());
                gain = end == null || last == null ? null : (double) end.count() - last.upvotes();
            }
        }
        return gain == null ? Double.NaN : Math.log1p(Math.max(0, gain));
    }

    private @Nullable Observation last(String paper, long time) {
        RecordedPaper recorded = recording.papers().get(paper);
        Observation last = null;
        if (recorded != null) {
            for (Observation signal : recorded.upvotes()) {
                last = signal.time() <= time ? signal : last;
            }
        }
        return last;
    }

    /** The interest to expect of each paper by its text, by what is known at an instant. */
    private Map<String, Map<Way, Double>> texts(
            MetricCurve curve, long now, Map<String, List<String>> pools) {
        List<Known> known = interest(curve, now);
        TextForecast linear = TextForecast.linear(known, PENALTY);
        TextForecast neighbours = TextForecast.neighbours(known, now);
        Map<String, Map<Way, Double>> texts = new HashMap<>();
        for (List<String> pool : pools.values()) {
            for (String paper : pool) {
                float[] vector = vectors.get(paper);
                if (vector != null && !texts.containsKey(paper)) {
                    texts.put(
                            paper,
                            Map.of(
                                    Way.LINEAR,
                                    linear.of(vector),
                                    Way.NEIGHBOURS,
                                    neighbours.of(vector)));
                }
            }
        }
        return texts;
    }

    /** How much interest papers had met by an instant, against others of their day. */
    private List<Known> interest(MetricCurve curve, long now) {
        Map<LocalDate, List<Known>> days = new TreeMap<>();
        recording
                .papers()
                .forEach((id, paper) -> {
                    float[] vector = vectors.get(id);
                    Observation last = last(id, now);
                    LocalDate day = paper.day();
                    if (vector == null
                            || last == null
                            || day == null
                            || Recording.start(day) + SETTLED > now) {
                        return;
                    }
                    long first = paper.upvotes().getFirst().time();
                    double age = curve.hours(paper.factsAt(now).born(first, now), last.time());
                    if (age >= YOUNGEST_HOURS) {
                        double interest = Math.log((1 + last.upvotes()) / (1 + curve.level(age)));
                        days.computeIfAbsent(day, _ -> new ArrayList<>())
                                .add(new Known(vector, interest, Recording.start(day)));
                    }
                });
        List<Known> known = new ArrayList<>();
        for (List<Known> day : days.values()) {
            double mean = day.stream().mapToDouble(Known::value).average().orElse(0);
            if (day.size() >= FEWEST_OF_A_DAY) {
                day.forEach(each ->
                        known.add(new Known(each.vector(), each.value() - mean, each.time())));
            }
        }
        return known;
    }
}
