package org.papertide.ranking.model.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.papertide.ranking.model.Features;
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

    /** Part of the papers that break out. */
    private static final double BREAKOUT_SHARE = 0.02;

    /** The weight of "no effect", in papers: sizes of fields differ little, papers very much. */
    private static final double FIELD_DOUBT = 20;

    /** Enough rows to fit two numbers. */
    private static final int TYPICAL_ROWS = 2000;

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
        MetricFit fit = new MetricFit(course, training, isReference ? supporting() : List.of());
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

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** Two significant digits, no less than a unit. */
    private static double significant(double value) {
        double unit = Math.max(1, Math.pow(10, Math.floor(Math.log10(Math.max(1, value))) - 1));
        return Math.round(value / unit) * unit;
    }
}
