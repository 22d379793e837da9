package org.papertide.ranking.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RegressionTest {

    @Test
    void findsTheCoefficientsThatMadeTheCounts() {
        int rows = 4_000;
        double[][] columns = new double[rows][];
        double[] counts = new double[rows];
        double[] offsets = new double[rows];
        for (int i = 0; i < rows; i++) {
            double x = (i % 40) / 20.0 - 1;
            columns[i] = new double[] {1, x};
            offsets[i] = (i % 3) / 10.0;
            counts[i] = Math.exp(1.5 + 0.75 * x + offsets[i]);
        }
        double[] fit = Regression.fit(columns, counts, offsets);
        assertThat(fit[0]).isCloseTo(1.5, within(0.01));
        assertThat(fit[1]).isCloseTo(0.75, within(0.01));
    }

    @Test
    void theFitIsTheMostLikely() {
        double[][] columns = {{1, 0}, {1, 1}, {1, 2}, {1, 3}, {1, 4}, {1, 5}};
        double[] counts = {1, 0, 3, 4, 9, 20};
        double[] offsets = new double[counts.length];
        double[] fit = Regression.fit(columns, counts, offsets);
        double best = Regression.logLikelihood(columns, counts, offsets, fit);
        for (double step : new double[] {-1, 1}) {
            double[] other = {fit[0] + step, fit[1]};
            assertThat(Regression.logLikelihood(columns, counts, offsets, other)).isLessThan(best);
        }
    }

    @Test
    void theRidgeDrawsACoefficientWithoutEvidenceToZero() {
        double[][] columns = {{1, 0, 0}, {1, 1, 0}, {1, 2, 0}};
        double[] fit = Regression.fit(columns, new double[] {1, 2, 4}, new double[3]);
        assertThat(fit[2]).isZero();
        assertThat(fit[1]).isPositive();
    }

    @Test
    void offsetsShiftTheConstantAlone() {
        double[][] columns = {{1, 0}, {1, 1}, {1, 2}, {1, 3}};
        double[] counts = {5, 9, 17, 30};
        double[] plain = Regression.fit(columns, counts, new double[4]);
        double[] shifted = Regression.fit(columns, counts, new double[] {1, 1, 1, 1});
        assertThat(shifted[0]).isCloseTo(plain[0] - 1, within(1e-6));
        assertThat(shifted[1]).isCloseTo(plain[1], within(1e-6));
    }
}
