package org.papertide.ranking.api.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.id;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.events.Order;
import org.papertide.events.PaperId;
import org.papertide.events.PastRankings;
import org.papertide.events.Window;

class StoredPastRankingsTest {

    private static final PaperId DOI = new PaperId("doi:10.1000/üñï");

    private final StoredPastRankings moment =
            new StoredPastRankings(
                    StoredPastRankings.toBytes(
                            new PastRankings(
                                    "cs.LG",
                                    NOW,
                                    List.of(id(1), DOI, id(2)),
                                    List.of(
                                            new PastRankings.Places(
                                                    Order.RISING,
                                                    Window.MONTH,
                                                    List.of(2, 0),
                                                    List.of(0.1, 1e-9)),
                                            new PastRankings.Places(
                                                    Order.TOP,
                                                    Window.DAY,
                                                    List.of(1, 0, 2),
                                                    List.of(3.25, 2.0, 1.0))))));

    @Test
    void listsThePapersOfARanking() {
        assertThat(moment.places(Order.TOP, Window.DAY))
                .containsExactly(
                        new StoredPastRankings.RankedPaper(DOI, 1, 3.25),
                        new StoredPastRankings.RankedPaper(id(1), 2, 2),
                        new StoredPastRankings.RankedPaper(id(2), 3, 1));
        assertThat(moment.places(Order.RISING, Window.DAY)).isEmpty();
    }

    @Test
    void findsAPaperInAllOfThem() {
        assertThat(moment.find(List.of(id(1))))
                .containsExactly(
                        new StoredPastRankings.PaperRank(Order.RISING, Window.MONTH, 2, 1e-9),
                        new StoredPastRankings.PaperRank(Order.TOP, Window.DAY, 2, 2));
        assertThat(moment.find(List.of(DOI)))
                .containsExactly(new StoredPastRankings.PaperRank(Order.TOP, Window.DAY, 1, 3.25));
        assertThat(moment.find(List.of(id(3)))).isEmpty();
    }

    /** It was two papers then. */
    @Test
    void findsThePaperOfTwoIdentitiesInItsBetterPlace() {
        assertThat(moment.find(List.of(id(3), id(1), DOI)))
                .containsExactly(
                        new StoredPastRankings.PaperRank(Order.RISING, Window.MONTH, 2, 1e-9),
                        new StoredPastRankings.PaperRank(Order.TOP, Window.DAY, 1, 3.25));
    }
}
