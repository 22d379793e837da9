package org.papertide.ranking.model.training;

import java.util.Arrays;

/**
 * Negative binomial regression with logarithmic link and variance mu + mu^2, by iteratively
 * reweighted least squares with a small ridge (McCullagh and Nelder, Generalized Linear Models,
 * 1989, chapter 2.5): counts whose spread grows with their mean.
 */
final class Regression {

    private static final int STEPS = 12;
    private static final double RIDGE = 1;

    /** No observed count is beyond e^8; below e^-5 none matters. */
    private static final double HIGHEST = 8;

    private static final double LOWEST = -5;

    private Regression() {}

    /**
     * The coefficients; the first column is the constant.
     *
     * @param columns rows of equal length
     * @param counts 0 or more
     * @param offsets added to the logarithm of the mean
     */
    static double[] fit(double[][] columns, double[] counts, double[] offsets) {
        int width = columns[0].length;
        double[] weights = new double[counts.length];
        double[] targets = new double[counts.length];
        Arrays.fill(weights, 1);
        for (int i = 0; i < counts.length; i++) {
            targets[i] = Math.log1p(counts[i]) - offsets[i];
        }
        double[] coefficients = solve(columns, weights, targets, width);
        for (int step = 0; step < STEPS; step++) {
            for (int i = 0; i < counts.length; i++) {
                double eta = clamp(dot(columns[i], coefficients) + offsets[i]);
                double mean = Math.exp(eta);
                weights[i] = mean / (1 + mean);
                targets[i] = eta - offsets[i] + (counts[i] - mean) / mean;
            }
            coefficients = solve(columns, weights, targets, width);
        }
        return coefficients;
    }

    /** The logarithm of the likelihood, but for a constant. */
    static double logLikelihood(
            double[][] columns, double[] counts, double[] offsets, double[] coefficients) {
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            double eta = clamp(dot(columns[i], coefficients) + offsets[i]);
            sum += counts[i] * eta - (counts[i] + 1) * Math.log1p(Math.exp(eta));
        }
        return sum;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double clamp(double eta) {
        return Math.max(LOWEST, Math.min(HIGHEST, eta));
    }

    /** Weighted least squares by Gaussian elimination with pivoting. */
    private static double[] solve(
            double[][] columns, double[] weights, double[] targets, int width) {
        double[][] system = new double[width][width + 1];
        for (int i = 0; i < columns.length; i++) {
            double[] row = columns[i];
            for (int a = 0; a < width; a++) {
                double weighted = row[a] * weights[i];
                for (int b = 0; b < width; b++) {
                    system[a][b] += weighted * row[b];
                }
                system[a][width] += weighted * targets[i];
            }
        }
        for (int a = 1; a < width; a++) {
            system[a][a] += RIDGE;
        }
        for (int a = 0; a < width; a++) {
            int pivot = a;
            for (int b = a + 1; b < width; b++) {
                pivot = Math.abs(system[b][a]) > Math.abs(system[pivot][a]) ? b : pivot;
            }
            double[] swap = system[a];
            system[a] = system[pivot];
            system[pivot] = swap;
            for (int b = 0; b < width; b++) {
                double factor = b == a ? 0 : system[b][a] / system[a][a];
                for (int c = a; factor != 0 && c <= width; c++) {
                    system[b][c] -= factor * system[a][c];
                }
            }
        }
        double[] solution = new double[width];
        for (int a = 0; a < width; a++) {
            solution[a] = system[a][width] / system[a][a];
        }
        return solution;
    }
}
