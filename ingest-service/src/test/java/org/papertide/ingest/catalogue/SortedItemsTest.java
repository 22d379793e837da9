package org.papertide.ingest.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ingest.catalogue.Listings.arxiv;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.events.PaperId;
import org.papertide.events.Signal;
import org.papertide.ingest.source.Item;
import org.papertide.ingest.source.Listing;

class SortedItemsTest {

    private static final Instant NOW = Instant.parse("2025-12-04T08:00:00Z");
    private static final Instant POLLED = NOW.minusSeconds(60).plusNanos(1_500_000);
    private static final PaperId X = new PaperId("arxiv:2409.00001");
    private static final PaperId T = PaperId.ofTitle("On Tides");

    private static Item.Observed read(PaperId paper, @Nullable Instant at) {
        return new Item.Observed(paper, "UPVOTES", 7, at, "huggingface");
    }

    private static SortedItems.Signals signals(Item... items) {
        return SortedItems.of(List.of(items)).signals(UnaryOperator.identity(), POLLED, NOW);
    }

    @Test
    void hasEachKindInItsOrder() {
        Listing one = arxiv("2409.00001", "On Tides").build();
        Listing other = arxiv("2409.00002", "Of Tides").build();
        Item.Refused refused = new Item.Refused("line 3", "no title");
        Item.LeftOut leftOut = new Item.LeftOut("line 4", "listed: in 1970");
        SortedItems sorted =
                SortedItems.of(
                        List.of(
                                refused,
                                new Item.Listed(one),
                                read(X, NOW),
                                leftOut,
                                new Item.Listed(other)));
        assertThat(sorted.listings()).containsExactly(one, other);
        assertThat(sorted.reads()).containsExactly(read(X, NOW));
        assertThat(sorted.refused()).containsExactly(refused);
        assertThat(sorted.leftOut()).containsExactly(leftOut);
        assertThat(sorted.isEmpty()).isFalse();
    }

    @Test
    void isEmptyWithoutListingsAndSignals() {
        assertThat(SortedItems.of(List.of(new Item.Refused("a", "b"))).isEmpty()).isTrue();
        assertThat(SortedItems.of(List.of(read(X, NOW))).isEmpty()).isFalse();
        Listing one = arxiv("2409.00001", "On Tides").build();
        assertThat(SortedItems.of(List.of(new Item.Listed(one))).isEmpty()).isFalse();
    }

    @Test
    void speaksOfEveryIdentityOfItsListingsAndSignals() {
        Listing one = arxiv("2409.00001", "On Tides").withDoi("10.1000/tides").build();
        PaperId other = new PaperId("arxiv:2409.00002");
        assertThat(SortedItems.of(List.of(new Item.Listed(one), read(other, NOW))).identities())
                .containsExactlyInAnyOrder(X, T, new PaperId("doi:10.1000/tides"), other);
    }

    @Test
    void aSignalIsOfItsOwnTimeElseOfThatOfTheWholeInWholeMilliseconds() {
        Instant own = NOW.minusSeconds(3600).plusNanos(999);
        assertThat(signals(read(X, own), read(X, null)).taken())
                .containsExactly(
                        new Signal(X, "UPVOTES", 7, NOW.minusSeconds(3600), "huggingface"),
                        new Signal(
                                X,
                                "UPVOTES",
                                7,
                                NOW.minusSeconds(60).plusMillis(1),
                                "huggingface"));
    }

    @Test
    void aSignalIsOfThePaperThatItsIdentityStandsFor() {
        SortedItems sorted = SortedItems.of(List.of(read(T, NOW)));
        assertThat(sorted.signals(id -> id.equals(T) ? X : id, POLLED, NOW).taken())
                .singleElement()
                .extracting(Signal::paperId)
                .isEqualTo(X);
    }

    @Test
    void aSignalOfTheFutureIsRefusedWithItsNeighboursTaken() {
        Instant latest = NOW.plus(Duration.ofMinutes(5));
        SortedItems.Signals signals =
                signals(read(X, latest), read(X, latest.plusMillis(1)), read(X, NOW));
        assertThat(signals.taken()).hasSize(2);
        assertThat(signals.refused())
                .singleElement()
                .satisfies(refused -> {
                    assertThat(refused.where()).isEqualTo("UPVOTES of arxiv:2409.00001");
                    assertThat(refused.reason()).startsWith("observed in the future");
                });
    }

    @Test
    void accountsForEveryItem() {
        Item.Refused refused = new Item.Refused("line 3", "no title");
        Item.LeftOut leftOut = new Item.LeftOut("line 4", "listed: in 1970");
        SortedItems sorted = SortedItems.of(List.of(refused, leftOut));
        Item.Refused badSignal = new Item.Refused("UPVOTES", "observed in the future");
        Signal signal = new Signal(X, "UPVOTES", 7, NOW, "huggingface");
        BatchResult outcome =
                sorted.outcome(
                        Map.of(
                                Batch.Effect.NEW, 3,
                                Batch.Effect.CHANGED, 4,
                                Batch.Effect.UNCHANGED, 5),
                        1,
                        new SortedItems.Signals(
                                List.of(signal, signal, signal), List.of(badSignal)));
        assertThat(outcome)
                .isEqualTo(
                        new BatchResult(
                                3,
                                4,
                                5,
                                1,
                                2,
                                List.of(badSignal),
                                List.of(refused),
                                List.of(leftOut)));
        assertThat(outcome.allRefused()).containsExactly(refused, badSignal);
        assertThat(sorted.outcome())
                .isEqualTo(
                        new BatchResult(
                                0, 0, 0, 0, 0, List.of(), List.of(refused), List.of(leftOut)));
    }
}
