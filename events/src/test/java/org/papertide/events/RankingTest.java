package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {

    @Test
    void keepsItsFirstPapersAndAllElse() {
        Ranking.Entry first = Samples.ranking().entries().getFirst();
        Ranking.Entry second = new Ranking.Entry(2, null, 40, Samples.reasons(), first.paper());
        Ranking ranking =
                new Ranking(Order.RISING, Window.DAY, "cs.LG", Samples.AT, List.of(first, second));

        assertThat(ranking.first(1)).isEqualTo(Samples.ranking());
        assertThat(ranking.first(0).entries()).isEmpty();
        assertThat(ranking.first(3)).isEqualTo(ranking);
    }
}
