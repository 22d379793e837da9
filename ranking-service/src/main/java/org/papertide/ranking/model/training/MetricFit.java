package org.papertide.ranking.model.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.papertide.ranking.model.ActivityClock;
import org.papertide.ranking.model.Features;
import org.papertide.ranking.model.MetricCurve;
import org.papertide.ranking.model.TrendModel;
import org.papertide.ranking.model.TrendScore;

/**
 * The regressions of one metric: its forecasts, and how its interest fades. Every effect is scaled
 * by what the examples show of it.
 */
final class MetricFit {

    /** A count without a signal for longer shows nothing of its growth. */
    private static final double READ_HOURS = 24;

    /** An effect is limited to this many standard deviations. */
    private static final double REACH = 4;

    /** Long outlooks must be this many times as long as short ones to show how interest fades. */
    private static final double MEANINGFUL = 3;

    private static final double[] FADES = {
        6, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 56, 64, 80, 96, 128, 192, 256, 400
    };

    /** What the regression sees of an example; hours are hours of attention. */
    private record Row(Features features, List<Double> supports, double count, double horizon) {}

    private final TrendModel model;
    private final ModelTrainer.TrainingSet training;
    private final List<String> supporting;
    private final List<Row> risingRows;
    private final List<Row> topRows;
    private final TrendModel.Effect followers;
    private final TrendModel.Effect authors;
    private final TrendModel.Effect participating;
    private final List<TrendModel.Effect> supports = new ArrayList<>();

    MetricFit(TrendModel model, ModelTrainer.TrainingSet training, List<String> supporting) {
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

    private List<Row> rows(List<ModelTrainer.Example> examples) {
        TrendScore score = new TrendScore(model);
        MetricCurve course = new MetricCurve(metric(training.metric()));
        List<Row> rows = new ArrayList<>();
        for (ModelTrainer.Example example : examples) {
            long now = example.now().toEpochMilli();
            long end = now + (long) (example.horizonHours() * ActivityClock.HOUR);
            Features features =
                    score.features(
                            example.facts(), example.signals(), training.metric(), example.now());
            if (features == null || end <= now || features.staleHours() > READ_HOURS) {
                continue;
            }
            List<Double> counts = new ArrayList<>();
            for (String metric : supporting) {
                counts.add(
                        score.logCount(example.facts(), example.signals(), metric, example.now()));
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
        if (longer < MEANINGFUL * shorter) {
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
        double[] known = rows.stream().mapToDouble(value).filter(x -> !Double.isNaN(x)).toArray();
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

    /** Four decimals; more would be false precision. */
    static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
