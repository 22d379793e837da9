package org.papertide.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Forecasts a number of a paper from its vector, by papers of which the number is known. */
@FunctionalInterface
interface TextForecast {

    /** The number to expect of this vector. */
    double of(float[] vector);

    /** A paper whose number is known. */
    final class Known {
        private final float[] vector;
        private final double value;
        private final long time;

        /**
         * @param time of its listing, in milliseconds since the epoch
         */
        Known(float[] vector, double value, long time) {
            this.vector = vector;
            this.value = value;
            this.time = time;
        }

        /** The vector itself, not a copy. */
        float[] vector() {
            return vector;
        }

        double value() {
            return value;
        }

        long time() {
            return time;
        }
    }

    /** A weighted sum of the vector's numbers: ridge regression. */
    static TextForecast linear(List<Known> known, double penalty) {
        if (known.isEmpty()) {
            return _ -> 0;
        }
        int dimensions = known.getFirst().vector().length;
        double[] centre = new double[dimensions];
        for (Known each : known) {
            for (int at = 0; at < dimensions; at++) {
                centre[at] += each.vector()[at] / known.size();
            }
        }
        double mean = known.stream().mapToDouble(Known::value).average().orElse(0);
        List<double[]> rows = known.stream().map(each -> less(each.vector(), centre)).toList();
        double[] values = known.stream().mapToDouble(each -> each.value() - mean).toArray();
        double[] weights = LeastSquares.fit(rows, values, penalty);
        return vector -> {
            double[] row = less(vector, centre);
            double sum = 0;
            for (int at = 0; at < row.length; at++) {
                sum += weights[at] * row[at];
            }
            return sum;
        };
    }

    private static double[] less(float[] vector, double[] centre) {
        double[] rest = new double[centre.length];
        for (int at = 0; at < rest.length; at++) {
            rest[at] = vector[at] - centre[at];
        }
        return rest;
    }

    /**
     * The mean of the papers that are most like it. Recent ones count for more, half after half a
     * year; a few papers' worth of nothing is added.
     */
    static TextForecast neighbours(List<Known> known, long now) {
        int most = 60;
        double spread = 0.1;
        double doubt = 5;
        double halfLife = 180.0 * 24 * 3_600_000;
        double[] ages =
                known.stream()
                        .mapToDouble(each -> Math.log(2) * (now - each.time()) / halfLife)
                        .toArray();
        return vector -> {
            List<double[]> found = new ArrayList<>(known.size());
            for (int i = 0; i < ages.length; i++) {
                double weight = cosine(vector, known.get(i).vector()) / spread - ages[i];
                found.add(new double[] {weight, known.get(i).value()});
            }
            found.sort(Comparator.comparingDouble(pair -> -pair[0]));
            double sum = 0;
            double weights = doubt;
            for (double[] pair : found.subList(0, Math.min(most, found.size()))) {
                double weight = Math.exp(pair[0] - found.getFirst()[0]);
                sum += weight * pair[1];
                weights += weight;
            }
            return sum / weights;
        };
    }

    private static double cosine(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "vectors of " + a.length + " and " + b.length + ": " + Arrays.toString(b));
        }
        double sum = 0;
        for (int at = 0; at < a.length; at++) {
            sum += a[at] * b[at];
        }
        return sum;
    }
}
