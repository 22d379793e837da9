package org.papertide.ranking.api.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;
import static org.papertide.ranking.api.readmodel.Readers.id;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.Order;
import org.papertide.events.PastRankings;
import org.papertide.events.Window;
import org.papertide.ranking.api.parameter.Cursor;
import org.papertide.ranking.bytes.FrozenBytes;
import org.papertide.ranking.bytes.UnreadableBytesException;

/** What is stored for readers, or given to them, can be read by every later release. */
class StoredFormsTest {

    @Test
    void pastRankings() {
        PastRankings past =
                new PastRankings(
                        "cs.LG",
                        NOW,
                        List.of(id(1), id(2)),
                        List.of(
                                new PastRankings.Places(
                                        Order.RISING, Window.MONTH, List.of(1), List.of(0.5)),
                                new PastRankings.Places(
                                        Order.TOP, Window.DAY, List.of(1, 0), List.of(3.25, 2.0))));
        byte[] frozen = FrozenBytes.of("past-rankings-1", StoredPastRankings.toBytes(past));
        StoredPastRankings moment = new StoredPastRankings(frozen);
        assertThat(moment.find(List.of(id(2)))).hasSize(2);
        assertThat(moment.places(Order.TOP, Window.DAY))
                .containsExactly(
                        new StoredPastRankings.RankedPaper(id(2), 1, 3.25),
                        new StoredPastRankings.RankedPaper(id(1), 2, 2));
    }

    @Test
    void cataloguedPapers() {
        CataloguedPaper paper = CataloguedPaper.of(Readers.paper(1, NOW, "cs.LG"));
        byte[] frozen = FrozenBytes.of("catalogued-paper-1", paper.toBytes());
        assertThat(CataloguedPaper.fromBytes(frozen)).isEqualTo(paper);
    }

    /** The store is then made anew, instead of keeping a paper as it was for good. */
    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[]", "{\"revision\": -1}", "{\"status\": \"SOLD\"}"})
    void saysThatAnotherReleaseWroteAPaper(String stored) {
        assertThatExceptionOfType(UnreadableBytesException.class)
                .isThrownBy(
                        () -> CataloguedPaper.fromBytes(stored.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void cursors() {
        String next =
                Objects.requireNonNull(
                        Cursor.start()
                                .page(Readers.ranking(RISING_DAY, NOW, 9, 1, 2, 3), 2, null)
                                .next());
        byte[] frozen = FrozenBytes.of("cursor-1", next.getBytes(StandardCharsets.US_ASCII));
        String text = new String(frozen, StandardCharsets.US_ASCII);
        assertThat(Cursor.read(text, RISING_DAY, null)).isPresent();
    }
}
