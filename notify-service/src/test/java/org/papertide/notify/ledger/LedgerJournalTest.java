package org.papertide.notify.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.notify.running.FakeDatabase;
import org.papertide.notify.running.Transactions;
import org.papertide.testing.SettableClock;

class LedgerJournalTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");

    private final SettableClock clock = new SettableClock(NOW);
    private final FakeDatabase database = new FakeDatabase();
    private final InMemoryDeliveries rows = new InMemoryDeliveries();
    private final HeldDeliveries held = new HeldDeliveries();
    private final Transactions<DeliveryRepository> deliveries =
            new Transactions<>(database, _ -> rows.repository());
    private final DeliveryLedger ledger =
            new DeliveryLedger(deliveries, Duration.ofMinutes(1), "worker", held, clock);
    private final List<LedgerJournal> open = new ArrayList<>();

    @AfterEach
    void end() {
        database.comeBack();
        open.forEach(LedgerJournal::close);
    }

    private LedgerJournal journal(Duration handWait) {
        LedgerJournal journal = new LedgerJournal(deliveries, "worker", held, clock, handWait);
        open.add(journal);
        return journal;
    }

    private LedgerJournal journal() {
        return journal(Duration.ofSeconds(20));
    }

    private List<Claim> claim(int count) {
        IntStream.range(0, count).forEach(i -> rows.plan(5, 40 + i, "content", NOW));
        List<Claim> claims =
                deliveries.call(repository -> ledger.claim(repository, count, Set.of()));
        ledger.hold(claims, clock.instant());
        return claims;
    }

    private DeliveryState state(Claim claim) {
        return rows.row(claim.id()).state();
    }

    private void awaitState(Claim claim, DeliveryState state) {
        await().atMost(Duration.ofMinutes(1)).until(() -> state(claim) == state);
    }

    private void awaitNothingHeld() {
        await().atMost(Duration.ofMinutes(1)).until(() -> held.ids().length == 0);
    }

    @Test
    void writesTheHandoverBeforeTheDotGoes() {
        Claim claim = claim(1).getFirst();
        assertThat(journal().page().hand(claim).join()).isTrue();
        assertThat(state(claim)).isEqualTo(DeliveryState.HANDED);
        assertThat(held.ids()).containsExactly(claim.id());
    }

    @Test
    void handsNothingThatAnotherWorkerHolds() {
        Claim claim = claim(1).getFirst();
        rows.put(rows.row(claim.id()).heldBy("another", NOW));
        assertThat(journal().page().hand(claim).join()).isFalse();
        assertThat(state(claim)).isEqualTo(DeliveryState.CLAIMED);
    }

    @Test
    void handsNothingThatWasClaimedAgain() {
        Claim claim = claim(1).getFirst();
        rows.put(rows.row(claim.id()).attempted(2));
        assertThat(journal().page().hand(claim).join()).isFalse();
    }

    @Test
    void writesEachOutcomeWithWhatBelongsToIt() {
        List<Claim> claims = claim(5);
        LedgerJournal journal = journal();
        claims.forEach(claim -> journal.page().hand(claim).join());
        Instant later = NOW.plusSeconds(60);
        journal.settle(claims.get(0), Settlement.accepted("Q1"));
        journal.settle(claims.get(1), Settlement.deferred(later, "451 later"));
        journal.settle(claims.get(2), Settlement.rejected("550 no"));
        journal.settle(claims.get(3), Settlement.lost(null, "gone"));
        journal.settle(claims.get(4), Settlement.lost(later, "gone"));
        awaitNothingHeld();

        assertThat(rows.states())
                .containsExactly(
                        DeliveryState.ACCEPTED,
                        DeliveryState.DEFERRED,
                        DeliveryState.REJECTED,
                        DeliveryState.UNCERTAIN,
                        DeliveryState.UNCERTAIN);
        assertThat(claims)
                .extracting(claim -> rows.row(claim.id()).reason())
                .containsExactly(null, "451 later", "550 no", "gone", "gone");
        assertThat(claims)
                .extracting(claim -> rows.row(claim.id()).nextAttempt())
                .containsExactly(null, later, null, null, later);
        assertThat(rows.row(claims.getFirst().id()).queueId()).isEqualTo("Q1");
        assertThat(claims).extracting(claim -> rows.row(claim.id()).worker()).containsOnlyNulls();
    }

    @Test
    void acceptsNothingThatWasNotHandedOver() {
        Claim claim = claim(1).getFirst();
        LedgerJournal journal = journal();
        assertThatThrownBy(() -> journal.settle(claim, Settlement.accepted("Q1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no ACCEPT from CLAIMED");
        assertThat(state(claim)).isEqualTo(DeliveryState.CLAIMED);
        assertThat(held.ids()).containsExactly(claim.id());
    }

    @Test
    void handsNothingTwice() {
        Claim claim = claim(1).getFirst();
        LedgerJournal journal = journal();
        held.moved(claim.id(), DeliveryState.ACCEPTED);
        assertThatThrownBy(() -> journal.page().hand(claim).join())
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(state(claim)).isEqualTo(DeliveryState.CLAIMED);
    }

    @Test
    void forgetsAClaimThatIsAnotherWorkers() {
        Claim claim = claim(1).getFirst();
        journal().forget(claim);
        assertThat(held.ids()).isEmpty();
        assertThat(state(claim)).isEqualTo(DeliveryState.CLAIMED);
    }

    @Test
    void writesTogetherWhatComesUpWhileTheDatabaseIsBusy() {
        List<Claim> claims = claim(40);
        LedgerJournal journal = journal();
        int before = database.transactions();
        database.whileBusy(
                () -> claims.forEach(claim -> journal.settle(claim, Settlement.rejected("550"))));
        awaitNothingHeld();
        assertThat(rows.states()).containsOnly(DeliveryState.REJECTED);
        // What the writer had taken when the database became busy, and all the rest.
        assertThat(database.transactions() - before).isLessThanOrEqualTo(3);
        assertThat(rows.statements()).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void writesTwoEntriesOfOneRowOneAfterTheOther() {
        List<Claim> claims = claim(2);
        LedgerJournal journal = journal();
        Instant later = NOW.plusSeconds(60);
        database.whileBusy(() -> {
            // The writer may take the first of these alone.
            journal.settle(claims.get(1), Settlement.deferred(later, "451 later"));
            journal.settle(claims.get(0), Settlement.deferred(later, "451 later"));
            journal.settle(claims.get(0), Settlement.rejected("550 no"));
        });
        awaitNothingHeld();
        journal.close();
        // The second comes too late: the first one wins, and no row is written twice at once.
        assertThat(rows.states()).containsOnly(DeliveryState.DEFERRED);
    }

    @Test
    void writesWhatItCouldNotWriteWhenTheDatabaseIsBack() {
        Claim claim = claim(1).getFirst();
        LedgerJournal journal = journal();
        journal.page().hand(claim).join();
        database.goAway();
        int before = database.transactions();
        journal.settle(claim, Settlement.accepted("Q1"));
        await().atMost(Duration.ofMinutes(1)).until(() -> database.transactions() > before);
        assertThat(held.ids()).containsExactly(claim.id());
        database.comeBack();
        awaitState(claim, DeliveryState.ACCEPTED);
        awaitNothingHeld();
    }

    @Test
    void leavesTheDatabaseAloneForAWhileWhenItIsAway() {
        Claim claim = claim(1).getFirst();
        LedgerJournal journal = journal();
        database.goAway();
        int before = database.transactions();
        journal.settle(claim, Settlement.rejected("550"));
        await().atMost(Duration.ofMinutes(1)).until(() -> database.transactions() > before + 1);
        assertThat(database.transactions()).isLessThan(before + 10);
    }

    @Test
    void givesUpAMailThatCannotBeHandedOver() {
        Claim claim = claim(1).getFirst();
        LedgerJournal journal = journal(Duration.ofMillis(50));
        database.goAway();
        assertThatThrownBy(() -> journal.page().hand(claim).join())
                .hasCauseInstanceOf(TimeoutException.class);
        database.comeBack();
        // The mail was dropped before its dot: the row must not say otherwise later.
        journal.settle(claim, Settlement.deferred(NOW.plusSeconds(1), "no database"));
        awaitState(claim, DeliveryState.DEFERRED);
        assertThat(rows.statements()).containsExactly(List.of("DEFER " + claim.id()));
    }

    @Test
    void dropsEntriesThatCannotBeWrittenAndGoesOn() {
        List<Claim> claims = claim(3);
        LedgerJournal journal = journal();
        journal.page().hand(claims.get(1)).join();
        database.fail(new IllegalArgumentException("a statement is wrong"));
        assertThatThrownBy(() -> journal.page().hand(claims.get(0)).join())
                .hasRootCauseMessage("a statement is wrong");
        journal.settle(claims.get(1), Settlement.accepted("Q1"));
        // Its lease is renewed no more.
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !List.of(held.ids()).contains(claims.get(1).id()));
        database.comeBack();
        assertThat(journal.page().hand(claims.get(2)).join()).isTrue();
        assertThat(rows.states())
                .containsExactly(DeliveryState.CLAIMED, DeliveryState.HANDED, DeliveryState.HANDED);
    }

    @Test
    void writesWhatIsLeftWhenItCloses() {
        List<Claim> claims = claim(30);
        LedgerJournal journal = journal();
        database.whileBusy(
                () -> claims.forEach(claim -> journal.settle(claim, Settlement.rejected("550"))));
        journal.close();
        assertThat(rows.states()).containsOnly(DeliveryState.REJECTED);
    }

    @Test
    void closesAtOnceWhenThereIsNothingToWrite() {
        LedgerJournal journal = journal();
        assertThat(CompletableFuture.runAsync(journal::close))
                .succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void writesWhatBecameOfAMailTogetherWithTheHandoverOfTheNext() {
        List<Claim> claims = claim(2);
        JournalPage page = journal().page();
        page.hand(claims.get(0)).join();
        page.settle(claims.get(0), Settlement.accepted("Q1"));
        page.hand(claims.get(1)).join();
        assertThat(rows.states()).containsExactly(DeliveryState.ACCEPTED, DeliveryState.HANDED);
        assertThat(rows.statements())
                .containsExactly(
                        List.of("HAND " + claims.get(0).id()),
                        List.of("ACCEPT " + claims.get(0).id(), "HAND " + claims.get(1).id()));
    }

    @Test
    void writesWhatBecameOfAMailWithoutANextOne() {
        Claim claim = claim(1).getFirst();
        JournalPage page = journal().page();
        page.settle(claim, Settlement.rejected("550 no"));
        page.turn();
        page.turn();
        awaitNothingHeld();
        assertThat(rows.statements()).containsExactly(List.of("REJECT " + claim.id()));
    }

    @Test
    void keepsThePagesOfConnectionsApartAndTogetherInOneTransaction() {
        List<Claim> claims = claim(20);
        LedgerJournal journal = journal();
        int before = database.transactions();
        List<CompletableFuture<Boolean>> handed = new ArrayList<>();
        database.whileBusy(() -> claims.forEach(claim -> handed.add(journal.page().hand(claim))));
        handed.forEach(each -> assertThat(each.join()).isTrue());
        assertThat(rows.states()).containsOnly(DeliveryState.HANDED);
        assertThat(database.transactions() - before).isLessThanOrEqualTo(3);
    }
}
