package org.papertide.ranking.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.Readers.NOW;
import static org.papertide.ranking.api.Readers.RISING_DAY;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRankingsTest {

    private final Readers readers = new Readers();
    private final LiveRankings live =
            new LiveRankings(readers.readModel, new Trending(readers.readModel, readers.clock));

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void isTheSameAsLongAsNothingButTheTimeChanges() {
        LiveRankings.Shown first = shown(9, 1, 2, 3);
        readers.send(Readers.ranking(RISING_DAY, NOW.plusSeconds(1), 9, 1, 2, 3));

        LiveRankings.Shown later = live.show(RISING_DAY, 2);

        assertThat(later.id()).isEqualTo(first.id());
        assertThat(later.json()).contains(NOW.plusSeconds(1).toString());
        assertThat(shown(9, 1, 2, 4).id()).isEqualTo(first.id());
    }

    @Test
    void isAnotherWithOtherPapersOrScores() {
        LiveRankings.Shown first = shown(9, 1, 2, 3);

        assertThat(shown(8, 1, 2, 3).id()).isNotEqualTo(first.id());
        assertThat(shown(9, 2, 1, 3).id()).isNotEqualTo(first.id());
        assertThat(shown(9, 1, 2, 3).id()).isEqualTo(first.id());
    }

    private LiveRankings.Shown shown(double firstScore, int... numbers) {
        readers.send(Readers.ranking(RISING_DAY, NOW, firstScore, numbers));
        return live.show(RISING_DAY, 2);
    }
}
