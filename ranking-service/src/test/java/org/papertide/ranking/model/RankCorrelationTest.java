package org.papertide.ranking.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RankCorrelationTest {

    private static final Offset<Double> CLOSE = within(1e-12);

    private static double[] values(double... values) {
        return values;
    }

    @Test
    void isOneForTheSameOrderWhateverTheDistances() {
        assertThat(RankCorrelation.spearman(values(1, 2, 3, 4), values(-5, 0, 0.1, 1e9)))
                .isEqualTo(1, CLOSE);
    }

    @Test
    void isMinusOneForTheReverseOrder() {
        assertThat(RankCorrelation.spearman(values(1, 2, 3), values(9, 8, 7))).isEqualTo(-1, CLOSE);
    }

    /** By hand: 1 - 6 (0 + 1 + 1 + 0) / (4 * 15). */
    @Test
    void countsTheSquaresOfTheDifferencesOfRanks() {
        assertThat(RankCorrelation.spearman(values(10, 20, 30, 40), values(1, 3, 2, 4)))
                .isEqualTo(0.8, CLOSE);
    }

    /** By hand: ranks 0.5, 0.5, 2 and 0, 1, 2, so 1.5 / sqrt(1.5 * 2). */
    @Test
    void equalValuesShareTheMeanOfTheirRanks() {
        assertThat(RankCorrelation.spearman(values(7, 7, 8), values(1, 2, 3)))
                .isEqualTo(Math.sqrt(0.75), CLOSE);
        assertThat(RankCorrelation.spearman(values(7, 7, 8), values(2, 1, 3)))
                .isEqualTo(Math.sqrt(0.75), CLOSE);
        assertThat(RankCorrelation.spearman(values(1, 2, 3, 3), values(4, 5, 6, 6)))
                .isEqualTo(1, CLOSE);
    }

    @Test
    void isZeroWhereNothingVaries() {
        assertThat(RankCorrelation.spearman(values(3, 3, 3), values(1, 2, 3))).isZero();
        assertThat(RankCorrelation.spearman(values(1, 2, 3), values(3, 3, 3))).isZero();
        assertThat(RankCorrelation.spearman(values(), values())).isZero();
    }
}
