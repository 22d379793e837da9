package org.papertide.ranking.model.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.papertide.ranking.model.ActivityClock;
import org.papertide.ranking.model.Features;
import org.papertide.ranking.model.MetricCurve;
import org.papertide.ranking.model.PaperFacts;
import org.papertide.ranking.model.SignalHistory;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.TrendScore;

/**
 * Learns {@link TrendModel} from papers whose end is known. Deterministic: the same examples in the
 * same order give the same numbers.
 *
 * <p>Learnt are, of any metric, its rhythm and half-way age ({@link RhythmLearner}), the typical
 * counts (least squares in logarithms), the two forecasts (negative binomial regression) and the
 * fading (the hours of greatest likelihood); and of the metric that the others are measured by also
 * the effects of facts and of supporting metrics, the sizes of fields, and the bar of breakouts.
 * The trainer keeps these from the initial model, because the data do not contain them or because
 * they are policy: what a metric is worth, whether its counter begins with the listing,
 * combination, trust and the probabilities of breakouts.
 */
public final class ModelTrainer {

    /** The metric that the others are measured by. */
    public static final String REFERENCE = "UPVOTES";

    private static final int FEWEST = 100;

    /** Older signals reflect the fading more than the growth. */
    private static final double FRESH_HOURS = 3;

    /** A count without a signal for longer shows nothing of its growth either. */
    private static final double READ_HOURS = 24;

    /** Part of the papers that break out. */
    private static final double BREAKOUT_SHARE = 0.02;

    /** The weight of "no effect", in papers: sizes of fields differ little, papers very much. */
    private static final double FIELD_DOUBT = 20;

    /** Enough rows to fit two numbers. */
    private static final int TYPICAL_ROWS = 2000;

    /** An effect is limited to this many standard deviations. */
    private static final double REACH = 4;

    private static final double[] FADES = {
        6, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 56, 64, 80, 96, 128, 192, 256, 400
    };

    private final TrendModel start;

    /** A trainer that keeps from this model what it does not fit. */
    public ModelTrainer(TrendModel start) {
        this.start = start;
    }

    /**
     * A paper at a moment, and what became of it.
     *
     * @param furtherGain what the metric's count got between the moment and the end
     * @param horizonHours between the moment and the end
     */
    public record Example(
            PaperFacts facts,
            SignalHistory signals,
            Instant now,
            double furtherGain,
            double horizonHours) {}

    /**
     * A signal.
     *
     * @param time milliseconds since the epoch
     * @param count cumulative
     */
    public record Count(long time, long count) {}

    /**
     * How a paper's count grew.
     *
     * @param facts what else is known of the paper
     * @param counts in order of time, one at least
     */
    public record History(PaperFacts facts, List<Count> counts) {
        public History {
            if (counts.isEmpty()) {
                throw new IllegalArgumentException("counts: empty");
            }
            counts = List.copyOf(counts);
        }
    }

    /**
     * How a paper ended.
     *
     * @param count of the metric
     */
    public record End(PaperFacts facts, double count) {}

    /**
     * What there is to learn a metric from.
     *
     * @param metric its name
     * @param from in words: which data, which period
     * @param rising papers of all ages
     * @param top papers on their first day; where there are none, {@code rising} serves
     * @param histories from the listing on
     * @param ends of all papers; used of the reference alone
     */
    public record TrainingSet(
            String metric,
            String from,
            List<Example> rising,
            List<Example> top,
            List<History> histories,
            List<End> ends) {
        public TrainingSet {
            rising = List.copyOf(rising);
            top = List.copyOf(top);
            histories = List.copyOf(histories);
            ends = List.copyOf(ends);
        }
    }

    /** What the regression sees of an example; hours are hours of attention. */
    private record Row(Features features, List<Double> supports, double count, double horizon) {}

    /**
     * The model with the metric of the training set fitted.
     *
     * @throws IllegalArgumentException if there are too few, or if the metric is not known
     */
    public TrendModel learn(TrainingSet training) {
        TrendModel.MetricModel before = start.metrics().get(training.metric());
        if (before == null) {
            throw new IllegalArgumentException(training.metric() + ": not a metric of the priors");
        }
        boolean isReference = training.metric().equals(REFERENCE);
        if (training.rising().size() < FEWEST
                || (isReference
                        && (training.top().size() < FEWEST || training.ends().size() < FEWEST))) {
            throw new IllegalArgumentException(
                    training.metric() + ": fewer than " + FEWEST + " examples to learn from");
        }
        TrendModel course = withCourse(training, before);
        Fit fit = new Fit(course, training, isReference ? supporting() : List.of());
        TrendModel learnt = fit.learn();
        return isReference ? withEnds(learnt, training) : learnt;
    }

    /** The metrics whose counts bend the forecast of the reference. */
    private List<String> supporting() {
        List<String> supporting = new ArrayList<>();
        new TreeMap<>(start.metrics())
                .forEach((metric, its) -> {
                    if (its.support().slope() != 0) {
                        supporting.add(metric);
                    }
                });
        return supporting;
    }

    /** Rhythm, half-way age and typical counts first: the features are made with them. */
    private TrendModel withCourse(TrainingSet training, TrendModel.MetricModel before) {
        TrendModel.Growth old = before.growth();
        TrendModel.Rhythm rhythm = old.rhythm();
        double halfway = old.typical().halfwayHours();
        RhythmLearner learner = new RhythmLearner(training.histories());
        if (!learner.isIdle()) {
            halfway = learner.halfway();
            rhythm = learner.rhythm(halfway);
        }
        // With this as typical, every count is believed as observed.
        TrendModel.Typical typical = new TrendModel.Typical(1e9, 1, halfway);
        TrendModel rhythmic =
                start.with(training.metric(), growth(before, training, rhythm, typical, old));
        return start.with(
                training.metric(),
                growth(
                        before,
                        training,
                        rhythm,
                        typical(rhythmic, training, halfway, old.typical().start()),
                        old));
    }

    private static TrendModel.MetricModel growth(
            TrendModel.MetricModel before,
            TrainingSet training,
            TrendModel.Rhythm rhythm,
            TrendModel.Typical typical,
            TrendModel.Growth old) {
        return before.with(
                before.support(),
                new TrendModel.Growth(
                        training.from(),
                        rhythm,
                        typical,
                        old.fadeHours(),
                        old.rising(),
                        old.top()));
    }

    /**
     * Least squares of ln(1 + level), by a grid of steps of a tenth. Whether the counter begins
     * with the listing stays as it was: on it depends whether its level is capped.
     */
    private static TrendModel.Typical typical(
            TrendModel model, TrainingSet training, double halfway, double startBefore) {
        TrendScore score = new TrendScore(model);
        List<double[]> points = new ArrayList<>();
        int every = Math.max(1, training.rising().size() / TYPICAL_ROWS);
        for (int i = 0; i < training.rising().size(); i += every) {
            Example example = training.rising().get(i);
            Features x =
                    score.features(
                            example.facts(), example.signals(), training.metric(), example.now());
            if (x != null && x.staleHours() <= FRESH_HOURS) {
                double age = Math.exp(x.logAge()) - halfway;
                points.add(new double[] {Math.log1p(x.level()), age / (age + halfway)});
            }
        }
        double best = Double.MAX_VALUE;
        double least = startBefore == 0 ? 0 : 1;
        double most = startBefore == 0 ? 1 : 1e5;
        TrendModel.Typical found = new TrendModel.Typical(least, 1, halfway);
        for (double start = least; start < most; start = start == 0 ? most : start * 1.2) {
            for (double growth = 1; growth < 1e5; growth *= 1.1) {
                double sum = 0;
                for (double[] point : points) {
                    double error = point[0] - Math.log1p(start + growth * point[1]);
                    sum += error * error;
                }
                if (sum < best) {
                    best = sum;
                    found =
                            new TrendModel.Typical(
                                    significant(start), significant(growth), halfway);
                }
            }
        }
        return found;
    }

    private static TrendModel withEnds(TrendModel learnt, TrainingSet training) {
        return new TrendModel(
                TrendModel.FORMAT,
                learnt.version(),
                training.from(),
                learnt.gainHours(),
                fields(learnt.fields(), training.ends()),
                learnt.metrics(),
                learnt.combination(),
                learnt.trust(),
                learnt.breakout().withBar(breakoutBar(training.ends())));
    }

    /** The count that the best 2 in 100 reach. */
    static double breakoutBar(List<End> ends) {
        double[] counts = ends.stream().mapToDouble(End::count).sorted().toArray();
        int rank = Math.max(0, (int) (counts.length * BREAKOUT_SHARE) - 1);
        return Math.max(1, counts[counts.length - 1 - rank]);
    }

    /**
     * Mean of ln(1 + count) of a category and of its archive against all papers whose category is
     * known, with so many papers' worth of no difference added; what was learnt before stays where
     * nothing is new.
     */
    private static Map<String, TrendModel.FieldSize> fields(
            Map<String, TrendModel.FieldSize> before, List<End> ends) {
        double mean =
                ends.stream()
                        .filter(end -> end.facts().primaryCategory() != null)
                        .mapToDouble(end -> Math.log1p(end.count()))
                        .average()
                        .orElse(0);
        Map<String, double[]> sums = new TreeMap<>();
        for (End end : ends) {
            String category = end.facts().primaryCategory();
            if (category != null) {
                double[] entry = {Math.log1p(end.count()) - mean, 1};
                sums.merge(category, entry, ModelTrainer::sum);
                int dot = category.indexOf('.');
                if (dot > 0) {
                    sums.merge(category.substring(0, dot), entry, ModelTrainer::sum);
                }
            }
        }
        Map<String, TrendModel.FieldSize> fields = new HashMap<>(before);
        sums.forEach((field, sum) ->
                fields.put(
                        field,
                        new TrendModel.FieldSize(
                                hundredths(Math.exp(sum[0] / (sum[1] + FIELD_DOUBT))),
                                (long) sum[1])));
        return fields;
    }

    private static double[] sum(double[] a, double[] b) {
        return new double[] {a[0] + b[0], a[1] + b[1]};
    }

    /** Long outlooks must be this many times as long as short ones to show how interest fades. */
    private static final double TELLING = 3;

    /** The regressions of one metric. */
    private static final class Fit {
        private final TrendModel model;
        private final TrainingSet training;
        private final List<String> supporting;
        private final List<Row> risingRows;
        private final List<Row> topRows;
        private final TrendModel.Effect followers;
        private final TrendModel.Effect authors;
        private final TrendModel.Effect participating;
        private final List<TrendModel.Effect> supports = new ArrayList<>();

        Fit(TrendModel model, TrainingSet training, List<String> supporting) {
            this.model = model;
            this.training = training;
            this.supporting = supporting;
            this.risingRows = rows(training.rising());
            this.topRows = rows(training.top());
            this.followers = scale(risingRows, row -> row.features().logFollowers());
            this.authors = scale(topRows, row -> row.features().logAuthors());
            this.participating = scale(topRows, row -> row.features().participating());
            for (int i = 0; i < supporting.size(); i++) {
                int at = i;
                supports.add(scale(risingRows, row -> row.supports().get(at)));
            }
        }

        TrendModel learn() {
            double fade = fade();
            double[] fit = fit(risingColumns(), counts(risingRows), risingOffsets(fade));
            TrendModel learnt = model;
            for (int i = 0; i < supporting.size(); i++) {
                TrendModel.Effect effect = withSlope(supports.get(i), fit[5 + i]);
                supports.set(i, effect);
                TrendModel.MetricModel its = metric(supporting.get(i));
                learnt = learnt.with(supporting.get(i), its.with(effect, ofPapers(its, effect)));
            }
            TrendModel.Effect none = TrendModel.Effect.none();
            TrendModel.Terms rising = terms(fit, withSlope(followers, fit[4]), none, none, 1);
            TrendModel.MetricModel its = metric(training.metric());
            TrendModel.Growth growth =
                    new TrendModel.Growth(
                            training.from(),
                            its.growth().rhythm(),
                            its.growth().typical(),
                            fade,
                            rising,
                            topRows.isEmpty() ? rising : top(fade));
            return learnt.with(training.metric(), its.with(its.support(), growth));
        }

        /** Counters older than the listing start where papers' do, not where others' did. */
        private static TrendModel.Growth ofPapers(
                TrendModel.MetricModel its, TrendModel.Effect effect) {
            TrendModel.Growth growth = its.growth();
            TrendModel.Typical typical = growth.typical();
            if (typical.start() == 0) {
                return growth;
            }
            double start = Math.max(1, Math.round(Math.expm1(effect.centre())));
            return new TrendModel.Growth(
                    growth.learntFrom(),
                    growth.rhythm(),
                    new TrendModel.Typical(start, typical.growth(), typical.halfwayHours()),
                    growth.fadeHours(),
                    growth.rising(),
                    growth.top());
        }

        private TrendModel.MetricModel metric(String name) {
            TrendModel.MetricModel its = model.metrics().get(name);
            if (its == null) {
                throw new IllegalStateException(name + ": not a metric of the priors");
            }
            return its;
        }

        private List<Row> rows(List<Example> examples) {
            TrendScore score = new TrendScore(model);
            MetricCurve course = new MetricCurve(metric(training.metric()));
            List<Row> rows = new ArrayList<>();
            for (Example example : examples) {
                long now = example.now().toEpochMilli();
                long end = now + (long) (example.horizonHours() * ActivityClock.HOUR);
                Features features =
                        score.features(
                                example.facts(),
                                example.signals(),
                                training.metric(),
                                example.now());
                if (features == null || end <= now || features.staleHours() > READ_HOURS) {
                    continue;
                }
                List<Double> counts = new ArrayList<>();
                for (String metric : supporting) {
                    counts.add(
                            score.logCount(
                                    example.facts(), example.signals(), metric, example.now()));
                }
                double further = Math.max(0, example.furtherGain());
                rows.add(new Row(features, counts, further, course.hours(now, end)));
            }
            return rows;
        }

        /** Outlooks of one length fit any fading. Then the old one stays. */
        private double fade() {
            double[] horizons = risingRows.stream().mapToDouble(Row::horizon).sorted().toArray();
            double shorter = horizons[horizons.length / 10];
            double longer = horizons[horizons.length * 9 / 10];
            if (longer < TELLING * shorter) {
                return metric(training.metric()).growth().fadeHours();
            }
            double best = Double.NEGATIVE_INFINITY;
            double found = FADES[0];
            double[][] columns = risingColumns();
            double[] counts = counts(risingRows);
            for (double hours : FADES) {
                double[] offsets = risingOffsets(hours);
                double[] fit = Regression.fit(columns, counts, offsets);
                double likelihood = Regression.logLikelihood(columns, counts, offsets, fit);
                if (likelihood > best) {
                    best = likelihood;
                    found = hours;
                }
            }
            return found;
        }

        private TrendModel.Terms top(double fade) {
            double[][] columns = new double[topRows.size()][];
            double[] offsets = new double[topRows.size()];
            for (int i = 0; i < columns.length; i++) {
                Row row = topRows.get(i);
                double[] column = Arrays.copyOf(common(row), 8);
                column[5] = authors.of(row.features().logAuthors());
                column[6] = participating.of(row.features().participating());
                columns[i] = column;
                offsets[i] = Math.log(-Math.expm1(-row.horizon() / fade));
                for (int s = 0; s < supports.size(); s++) {
                    column[7] += supports.get(s).of(row.supports().get(s));
                }
            }
            double[] fit = fit(columns, counts(topRows), offsets);
            return terms(
                    fit,
                    withSlope(followers, fit[4]),
                    withSlope(authors, fit[5]),
                    withSlope(participating, fit[6]),
                    fit[7]);
        }

        /** Level and gain never count against a paper: a negative coefficient becomes 0. */
        private static double[] fit(double[][] columns, double[] counts, double[] offsets) {
            double[] fit = Regression.fit(columns, counts, offsets);
            for (int column : new int[] {1, 3}) {
                if (fit[column] < 0) {
                    for (double[] row : columns) {
                        row[column] = 0;
                    }
                    fit = Regression.fit(columns, counts, offsets);
                    fit[column] = 0;
                }
            }
            return fit;
        }

        private double[][] risingColumns() {
            double[][] columns = new double[risingRows.size()][];
            for (int i = 0; i < columns.length; i++) {
                Row row = risingRows.get(i);
                double[] column = Arrays.copyOf(common(row), 5 + supports.size());
                for (int s = 0; s < supports.size(); s++) {
                    column[5 + s] = supports.get(s).of(row.supports().get(s));
                }
                columns[i] = column;
            }
            return columns;
        }

        private double[] common(Row row) {
            Features x = row.features();
            return new double[] {
                1, x.logLevel(), -x.logAge(), x.logGain(), followers.of(x.logFollowers())
            };
        }

        private double[] risingOffsets(double fade) {
            return risingRows.stream()
                    .mapToDouble(row ->
                            Math.log(-Math.expm1(-row.horizon() / fade))
                                    - row.features().staleHours() / fade)
                    .toArray();
        }

        private static double[] counts(List<Row> rows) {
            return rows.stream().mapToDouble(Row::count).toArray();
        }

        /** Slope 1 around the mean of what is known. */
        private static TrendModel.Effect scale(List<Row> rows, ToDoubleFunction<Row> value) {
            double[] known =
                    rows.stream().mapToDouble(value).filter(x -> !Double.isNaN(x)).toArray();
            double mean = Arrays.stream(known).average().orElse(0);
            double variance =
                    Arrays.stream(known).map(x -> (x - mean) * (x - mean)).average().orElse(0);
            return new TrendModel.Effect(1, round(mean), round(REACH * Math.sqrt(variance)));
        }

        private static TrendModel.Effect withSlope(TrendModel.Effect scale, double slope) {
            return new TrendModel.Effect(round(slope), scale.centre(), scale.reach());
        }

        private static TrendModel.Terms terms(
                double[] fit,
                TrendModel.Effect followers,
                TrendModel.Effect authors,
                TrendModel.Effect participating,
                double support) {
            return new TrendModel.Terms(
                    round(fit[0]),
                    round(Math.max(0, fit[1])),
                    round(fit[2]),
                    round(Math.max(0, fit[3])),
                    followers,
                    authors,
                    participating,
                    round(Math.max(0, support)));
        }
    }

    /** Four decimals; more would be false precision. */
    private static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** Two significant digits, no less than a unit. */
    private static double significant(double value) {
        double unit = Math.max(1, Math.pow(10, Math.floor(Math.log10(Math.max(1, value))) - 1));
        return Math.round(value / unit) * unit;
    }
}
