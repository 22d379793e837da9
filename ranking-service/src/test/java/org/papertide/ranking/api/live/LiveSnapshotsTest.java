package org.papertide.ranking.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.ranking.api.readmodel.Readers;
import org.papertide.ranking.api.trending.Rankings;

class LiveSnapshotsTest {

    private final Readers readers = new Readers();
    private final LiveSnapshots live =
            new LiveSnapshots(readers.readModel, new Rankings(readers.readModel, readers.clock));

    @AfterEach
    void close() {
        readers.close();
    }

    @Test
    void isTheSameAsLongAsNothingButTheTimeChanges() {
        LiveSnapshots.Snapshot first = snapshot(9, 1, 2, 3);
        readers.send(Readers.ranking(RISING_DAY, NOW.plusSeconds(1), 9, 1, 2, 3));

        LiveSnapshots.Snapshot later = live.current(RISING_DAY, 2);

        assertThat(later.id()).isEqualTo(first.id());
        assertThat(later.json()).contains(NOW.plusSeconds(1).toString());
        assertThat(snapshot(9, 1, 2, 4).id()).isEqualTo(first.id());
    }

    @Test
    void isAnotherWithOtherPapersOrScores() {
        LiveSnapshots.Snapshot first = snapshot(9, 1, 2, 3);

        assertThat(snapshot(8, 1, 2, 3).id()).isNotEqualTo(first.id());
        assertThat(snapshot(9, 2, 1, 3).id()).isNotEqualTo(first.id());
        assertThat(snapshot(9, 1, 2, 3).id()).isEqualTo(first.id());
    }

    private LiveSnapshots.Snapshot snapshot(double firstScore, int... numbers) {
        readers.send(Readers.ranking(RISING_DAY, NOW, firstScore, numbers));
        return live.current(RISING_DAY, 2);
    }
}
