package org.papertide.backtest;

import java.util.List;

/** Least squares with a penalty on the size of the coefficients, by Cholesky's method. */
final class LeastSquares {

    private LeastSquares() {}

    /**
     * The coefficients that come nearest to the values.
     *
     * @param rows of equal length, linearly independent where there is no penalty
     * @param penalty added to the squares of each coefficient; 0 or more
     */
    static double[] fit(List<double[]> rows, double[] values, double penalty) {
        int width = rows.getFirst().length;
        double[][] lower = new double[width][width];
        double[] solution = new double[width];
        for (int i = 0; i < values.length; i++) {
            double[] row = rows.get(i);
            for (int a = 0; a < width; a++) {
                double[] sums = lower[a];
                for (int b = 0; b <= a; b++) {
                    sums[b] += row[a] * row[b];
                }
                solution[a] += row[a] * values[i];
            }
        }
        for (int a = 0; a < width; a++) {
            lower[a][a] += penalty;
        }
        factorise(lower);
        solve(lower, solution);
        return solution;
    }

    /** The lower triangle in place of the matrix. */
    private static void factorise(double[][] matrix) {
        for (int a = 0; a < matrix.length; a++) {
            for (int b = 0; b <= a; b++) {
                double rest = matrix[a][b];
                for (int c = 0; c < b; c++) {
                    rest -= matrix[a][c] * matrix[b][c];
                }
                matrix[a][b] = a == b ? Math.sqrt(rest) : rest / matrix[b][b];
            }
        }
    }

    private static void solve(double[][] lower, double[] values) {
        for (int a = 0; a < values.length; a++) {
            for (int b = 0; b < a; b++) {
                values[a] -= lower[a][b] * values[b];
            }
            values[a] /= lower[a][a];
        }
        for (int a = values.length - 1; a >= 0; a--) {
            for (int b = a + 1; b < values.length; b++) {
                values[a] -= lower[b][a] * values[b];
            }
            values[a] /= lower[a][a];
        }
    }
}
