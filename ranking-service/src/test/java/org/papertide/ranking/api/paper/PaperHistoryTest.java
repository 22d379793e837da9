package org.papertide.ranking.api.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Order;
import org.papertide.events.PaperStatus;
import org.papertide.events.PaperSummary;
import org.papertide.events.Window;
import org.papertide.ranking.api.paper.RankHistory.RankPoint;
import org.papertide.ranking.api.readmodel.Readers;

class PaperHistoryTest {

    private final Readers readers = new Readers();

    @AfterEach
    void close() {
        readers.close();
    }

    private static Instant quarter(int number) {
        return NOW.minus(Duration.ofHours(3)).plus(Duration.ofMinutes(15L * number));
    }

    private PaperHistory history() {
        return PaperHistory.of(
                PaperSummary.of(Readers.paper(1, quarter(0), "cs.LG", "cs.CL")), readers.readModel);
    }

    @Test
    void tellsWhenARankBecameAnother() {
        readers.send(Readers.past(null, quarter(0), 9, 2, 1));
        readers.send(Readers.past(null, quarter(1), 9, 3, 1));
        readers.send(Readers.past(null, quarter(2), 9, 1));
        readers.send(Readers.past(null, quarter(3), 9, 2));
        readers.send(Readers.past("cs.LG", quarter(1), 7, 1));
        readers.send(Readers.ranking(RISING_DAY, quarter(5), 9, 3, 2, 1));

        PaperHistory history = history();

        assertThat(history.ranks())
                .containsExactly(
                        new RankHistory(
                                Order.RISING,
                                Window.DAY,
                                null,
                                List.of(
                                        new RankPoint(quarter(0), 2),
                                        new RankPoint(quarter(2), 1),
                                        new RankPoint(quarter(3), null),
                                        new RankPoint(quarter(5), 3))),
                        new RankHistory(
                                Order.RISING,
                                Window.DAY,
                                "cs.LG",
                                List.of(new RankPoint(quarter(1), 1))));
        assertThat(history.scores())
                .containsExactly(
                        new ScorePoint(quarter(0), 8),
                        new ScorePoint(quarter(1), 7),
                        new ScorePoint(quarter(2), 9));
    }

    @Test
    void isEmptyForAPaperThatNeverRanked() {
        readers.send(Readers.past(null, quarter(0), 9, 2));
        readers.send(Readers.ranking(RISING_DAY, NOW, 9, 2));

        assertThat(history().ranks()).isEmpty();
        assertThat(history().scores()).isEmpty();
    }

    @Test
    void goesBackToTheTimeUnderAnotherIdentity() {
        readers.send(Readers.past(null, quarter(0), 9, 3, 2));
        readers.send(Readers.past(null, quarter(1), 9, 1, 3));

        PaperHistory history =
                PaperHistory.of(
                        PaperSummary.of(
                                Readers.paper(
                                        1,
                                        2,
                                        quarter(0),
                                        PaperStatus.LISTED,
                                        null,
                                        List.of(Readers.id(2)),
                                        "cs.LG")),
                        readers.readModel);

        assertThat(history.ranks())
                .extracting(RankHistory::points)
                .containsExactly(
                        List.of(new RankPoint(quarter(0), 2), new RankPoint(quarter(1), 1)));
    }
}
