package org.papertide.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Values computed by hand from the published formulas. */
class BaselinesTest {

    @Test
    void hackerNews() {
        assertThat(Baselines.hackerNews(101, 6)).isCloseTo(.942840053, within(1e-9));
        assertThat(Baselines.hackerNews(11, 1)).isCloseTo(.873336762, within(1e-9));
    }

    @Test
    void redditHot() {
        assertThat(Baselines.redditHot(100, 10, 1_789_732_800L))
                .isCloseTo(14573.1719536, within(1e-7));
    }

    @Test
    void forwardDecay() {
        double a = Baselines.forwardDecayLog2(new double[] {5, 3}, new double[] {0, 10}, 24);
        double b = Baselines.forwardDecayLog2(new double[] {3}, new double[] {30}, 24);
        assertThat(a).isCloseTo(3.170649303, within(1e-9));
        assertThat(b).isCloseTo(2.834962501, within(1e-9));
        assertThat(Math.pow(2, a - 30 / 24.0)).isCloseTo(3.785934111, within(1e-8));
        assertThat(Math.pow(2, b - 30 / 24.0)).isCloseTo(3.0, within(1e-9));
    }

    @Test
    void forwardDecayKeepsItsOrderWhateverTheLandmark() {
        double[] weights = {5, 0, 3};
        double early = Baselines.forwardDecayLog2(weights, new double[] {0, 5, 10}, 12);
        double late = Baselines.forwardDecayLog2(weights, new double[] {1200, 1205, 1210}, 12);
        assertThat(late - early).isCloseTo(100, within(1e-9));
    }
}
