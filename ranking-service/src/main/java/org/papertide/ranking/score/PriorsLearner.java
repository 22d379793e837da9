package org.papertide.ranking.score;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns {@link Priors} from papers whose end is known. Deterministic: the same examples in the
 * same order give the same numbers.
 *
 * <p>Learnt are the typical growth (least squares in logarithms), the two forecasts (negative
 * binomial regression), the fading (the hours of greatest likelihood), the effects of facts and of
 * supporting metrics, and the bar of breakouts. Kept from the priors at the start, because these
 * data cannot tell them or because they are policy: scales of the metrics, fields, combination,
 * trust, {@code topShare} and the probabilities of breakouts.
 */
public final class PriorsLearner {

    /** The metric that the others are measured by. */
    private static final String REFERENCE = "UPVOTES";

    /** Older readings say more of the fading than of the growth. */
    private static final double FRESH_HOURS = 3;

    /** Part of the papers that break out. */
    private static final double BREAKOUT_SHARE = 0.02;

    private final Priors start;

    /** A learner that keeps from these priors what it does not learn. */
    public PriorsLearner(Priors start) {
        this.start = start;
    }

    /**
     * A paper at a moment, and what became of it.
     *
     * @param furtherGain the upvotes that it got between the moment and the end
     * @param horizonHours between the moment and the end
     */
    public record Example(
            Facts facts, Readings readings, Instant now, double furtherGain, double horizonHours) {}

    /** What the regression sees of an example. */
    private record Row(Features features, List<Double> supports, double count, double horizon) {}

    /**
     * The priors that the examples teach.
     *
     * @param learntFrom in words
     * @param rising papers of all ages
     * @param top papers on their first day
     * @param finalCounts of all papers
     * @throws IllegalArgumentException if there are too few
     */
    public Priors learn(
            String learntFrom, List<Example> rising, List<Example> top, List<Long> finalCounts) {
        if (rising.size() < 100 || top.size() < 100 || finalCounts.size() < 100) {
            throw new IllegalArgumentException("fewer than 100 examples to learn from");
        }
        List<String> supporting = new ArrayList<>();
        new TreeMap<>(start.metrics())
                .forEach((metric, scale) -> {
                    if (scale.support().slope() != 0) {
                        supporting.add(metric);
                    }
                });
        Priors.Typical typical = typical(rows(start, rising, supporting));
        Priors grown = with(start, typical, start.rising(), start.top(), start.metrics());
        List<Row> risingRows = rows(grown, rising, supporting);
        List<Row> topRows = rows(grown, top, supporting);

        Priors.Effect followers = centred(risingRows, row -> row.features().logFollowers());
        Priors.Effect authors = centred(topRows, row -> row.features().logAuthors());
        Priors.Effect participating = centred(topRows, row -> row.features().participating());
        List<Priors.Effect> supports = new ArrayList<>();
        for (int i = 0; i < supporting.size(); i++) {
            int at = i;
            supports.add(centred(risingRows, row -> row.supports().get(at)));
        }

        double fade = fade(risingRows, followers, supports);
        double[] fit = fitRising(risingRows, followers, supports, fade);
        Map<String, Priors.MetricScale> metrics = new TreeMap<>(start.metrics());
        for (int i = 0; i < supporting.size(); i++) {
            Priors.Effect learnt = new Priors.Effect(round(fit[5 + i]), supports.get(i).centre());
            supports.set(i, learnt);
            metrics.computeIfPresent(
                    supporting.get(i),
                    (_, scale) -> new Priors.MetricScale(scale.scale(), scale.exponent(), learnt));
        }
        Priors.Effect none = new Priors.Effect(0, 0);
        Priors.Terms risingTerms = terms(fit, slope(followers, fit[4]), none, none, 1);
        double[] topFit = fitTop(topRows, followers, authors, participating, supports, fade);
        Priors.Terms topTerms =
                terms(
                        topFit,
                        slope(followers, topFit[4]),
                        slope(authors, topFit[5]),
                        slope(participating, topFit[6]),
                        topFit[7]);
        Priors learnt = with(grown, typical, risingTerms, topTerms, metrics);
        return new Priors(
                Priors.FORMAT,
                start.version(),
                learntFrom,
                typical,
                start.gainHours(),
                fade,
                learnt.rising(),
                learnt.top(),
                start.topShare(),
                start.fields(),
                metrics,
                start.combination(),
                start.trust(),
                start.breakout().withBar(breakoutBar(finalCounts)));
    }

    /** The count that the best 2 in 100 reach. */
    static double breakoutBar(List<Long> finalCounts) {
        List<Long> sorted = finalCounts.stream().sorted((a, b) -> Long.compare(b, a)).toList();
        int rank = Math.max(0, (int) (sorted.size() * BREAKOUT_SHARE) - 1);
        return (double) Math.max(1, sorted.get(rank));
    }

    private static List<Row> rows(Priors priors, List<Example> examples, List<String> supporting) {
        TrendScore score = new TrendScore(priors);
        List<Row> rows = new ArrayList<>();
        for (Example example : examples) {
            Features features =
                    score.features(example.facts(), example.readings(), REFERENCE, example.now());
            if (features == null || example.horizonHours() <= 0) {
                continue;
            }
            List<Double> supports = new ArrayList<>();
            for (String metric : supporting) {
                supports.add(
                        score.logCount(example.facts(), example.readings(), metric, example.now()));
            }
            rows.add(
                    new Row(
                            features,
                            supports,
                            Math.max(0, example.furtherGain()),
                            example.horizonHours()));
        }
        return rows;
    }

    /** Least squares of ln(1 + level), by a grid of whole upvotes and hours. */
    private static Priors.Typical typical(List<Row> rows) {
        double best = Double.MAX_VALUE;
        Priors.Typical found = new Priors.Typical(1, 1);
        for (int count = 5; count <= 100; count++) {
            for (int hours = 2; hours <= 60; hours++) {
                double sum = 0;
                for (Row row : rows) {
                    Features x = row.features();
                    if (x.staleHours() <= FRESH_HOURS) {
                        double level = count * x.ageHours() / (x.ageHours() + hours);
                        double error = Math.log((1 + x.level()) / (1 + level));
                        sum += error * error;
                    }
                }
                if (sum < best) {
                    best = sum;
                    found = new Priors.Typical(count, hours);
                }
            }
        }
        return found;
    }

    private static double fade(
            List<Row> rows, Priors.Effect followers, List<Priors.Effect> supports) {
        double best = Double.NEGATIVE_INFINITY;
        double found = 0;
        double[][] columns = risingColumns(rows, followers, supports);
        double[] counts = counts(rows);
        for (int hours = 20; hours <= 80; hours += 2) {
            double[] offsets = risingOffsets(rows, hours);
            double[] fit = Regression.fit(columns, counts, offsets);
            double likelihood = Regression.logLikelihood(columns, counts, offsets, fit);
            if (likelihood > best) {
                best = likelihood;
                found = hours;
            }
        }
        return found;
    }

    private static double[] fitRising(
            List<Row> rows, Priors.Effect followers, List<Priors.Effect> supports, double fade) {
        return Regression.fit(
                risingColumns(rows, followers, supports), counts(rows), risingOffsets(rows, fade));
    }

    private static double[][] risingColumns(
            List<Row> rows, Priors.Effect followers, List<Priors.Effect> supports) {
        double[][] columns = new double[rows.size()][];
        for (int i = 0; i < columns.length; i++) {
            Row row = rows.get(i);
            double[] column = Arrays.copyOf(common(row, followers), 5 + supports.size());
            for (int s = 0; s < supports.size(); s++) {
                column[5 + s] = supports.get(s).of(row.supports().get(s));
            }
            columns[i] = column;
        }
        return columns;
    }

    private static double[] common(Row row, Priors.Effect followers) {
        Features x = row.features();
        return new double[] {
            1, x.logLevel(), -x.logAge(), x.logGain(), followers.of(x.logFollowers())
        };
    }

    private static double[] risingOffsets(List<Row> rows, double fade) {
        return rows.stream()
                .mapToDouble(row ->
                        Math.log(-Math.expm1(-row.horizon() / fade))
                                - row.features().staleHours() / fade)
                .toArray();
    }

    private static double[] fitTop(
            List<Row> rows,
            Priors.Effect followers,
            Priors.Effect authors,
            Priors.Effect participating,
            List<Priors.Effect> supports,
            double fade) {
        double[][] columns = new double[rows.size()][];
        double[] offsets = new double[rows.size()];
        for (int i = 0; i < columns.length; i++) {
            Row row = rows.get(i);
            double[] column = Arrays.copyOf(common(row, followers), 8);
            column[5] = authors.of(row.features().logAuthors());
            column[6] = participating.of(row.features().participating());
            columns[i] = column;
            offsets[i] = Math.log(-Math.expm1(-row.horizon() / fade));
            for (int s = 0; s < supports.size(); s++) {
                column[7] += supports.get(s).of(row.supports().get(s));
            }
        }
        return Regression.fit(columns, counts(rows), offsets);
    }

    private static double[] counts(List<Row> rows) {
        return rows.stream().mapToDouble(Row::count).toArray();
    }

    private static Priors.Effect centred(
            List<Row> rows, java.util.function.ToDoubleFunction<Row> value) {
        double mean =
                rows.stream().mapToDouble(value).filter(x -> !Double.isNaN(x)).average().orElse(0);
        return new Priors.Effect(1, round(mean));
    }

    private static Priors.Effect slope(Priors.Effect centred, double slope) {
        return new Priors.Effect(round(slope), centred.centre());
    }

    private static Priors.Terms terms(
            double[] fit,
            Priors.Effect followers,
            Priors.Effect authors,
            Priors.Effect participating,
            double support) {
        return new Priors.Terms(
                round(fit[0]),
                round(Math.max(0, fit[1])),
                round(fit[2]),
                round(Math.max(0, fit[3])),
                followers,
                authors,
                participating,
                round(Math.max(0, support)));
    }

    private static Priors with(
            Priors priors,
            Priors.Typical typical,
            Priors.Terms rising,
            Priors.Terms top,
            Map<String, Priors.MetricScale> metrics) {
        return new Priors(
                priors.format(),
                priors.version(),
                priors.learntFrom(),
                typical,
                priors.gainHours(),
                priors.fadeHours(),
                rising,
                top,
                priors.topShare(),
                priors.fields(),
                metrics,
                priors.combination(),
                priors.trust(),
                priors.breakout());
    }

    /** Four decimals: more would pretend. */
    private static double round(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
