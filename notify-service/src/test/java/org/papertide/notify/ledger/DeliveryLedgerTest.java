package org.papertide.notify.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.papertide.notify.running.FakeDatabase;
import org.papertide.notify.running.Transactions;
import org.papertide.platform.database.DatabaseUnavailableException;
import org.papertide.testing.SettableClock;

class DeliveryLedgerTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final SettableClock clock = new SettableClock(NOW);
    private final FakeDatabase database = new FakeDatabase();
    private final InMemoryDeliveries rows = new InMemoryDeliveries();
    private final HeldDeliveries held = new HeldDeliveries();
    private final DeliveryLedger ledger =
            new DeliveryLedger(
                    new Transactions<>(database, _ -> rows.repository()),
                    LEASE,
                    "worker",
                    held,
                    clock);

    private List<Claim> claim(int atMost) {
        return ledger.claim(rows.repository(), atMost, Set.of());
    }

    @Test
    void claimsWhatIsDueUnderALease() {
        long due = rows.plan(5, 40, "content", NOW);
        rows.plan(5, 41, "content", NOW.plusMillis(1));
        assertThat(claim(10)).containsExactly(new Claim(due, 1, 5, 40, "content", null));
        assertThat(rows.row(due).leaseUntil()).isEqualTo(NOW.plus(LEASE));
        assertThat(rows.row(due).worker()).isEqualTo("worker");
    }

    @Test
    void claimsNoMoreThanItIsAskedFor() {
        rows.plan(5, 40, "content", NOW);
        rows.plan(5, 41, "content", NOW);
        assertThat(claim(1)).hasSize(1);
    }

    @Test
    void renewsTheLeasesOfWhatItHolds() {
        rows.plan(5, 40, "content", NOW);
        rows.plan(5, 41, "content", NOW);
        List<Claim> claims = claim(2);
        ledger.hold(claims.subList(0, 1), NOW);
        clock.advance(Duration.ofSeconds(5));
        ledger.renewLeases();
        assertThat(rows.row(claims.get(0).id()).leaseUntil())
                .isEqualTo(NOW.plusSeconds(5).plus(LEASE));
        assertThat(rows.row(claims.get(1).id()).leaseUntil()).isEqualTo(NOW.plus(LEASE));
    }

    /** The claim was written long before its transaction ended. */
    @Test
    void renewsALeaseThatWasHalfOverWhenItsClaimWasCommitted() {
        rows.plan(5, 40, "content", NOW);
        List<Claim> claims = claim(1);
        clock.advance(LEASE.dividedBy(2));
        ledger.hold(claims, NOW);
        ledger.renewLeases();
        assertThat(rows.row(claims.getFirst().id()).leaseUntil())
                .isEqualTo(NOW.plus(LEASE.dividedBy(2)).plus(LEASE));
    }

    @Test
    void asksTheDatabaseForNothingWhileItHoldsNothing() {
        ledger.renewLeases();
        ledger.release(List.of());
        assertThat(database.transactions()).isZero();
    }

    @Test
    void givesBackWhatWasNotBegun() {
        rows.plan(5, 40, "content", NOW);
        List<Claim> claims = claim(1);
        ledger.hold(claims, NOW);
        ledger.release(claims);
        assertThat(held.ids()).isEmpty();
        assertThat(rows.states()).containsExactly(DeliveryState.PLANNED);
        assertThat(claim(1)).extracting(Claim::attempt).containsExactly(1);
    }

    @Test
    void givesUpWhatItCannotGiveBack() {
        rows.plan(5, 40, "content", NOW);
        List<Claim> claims = claim(1);
        ledger.hold(claims, NOW);
        database.goAway();
        assertThatThrownBy(() -> ledger.release(claims))
                .isInstanceOf(DatabaseUnavailableException.class);
        assertThat(held.ids()).isEmpty();
    }

    @Test
    void endsWhatIsNotToBeSent() {
        long unsubscribed = rows.plan(5, 40, "content", NOW);
        long late = rows.plan(5, 41, "content", NOW);
        claim(2);
        DeliveryLedger.withdraw(
                rows.repository(),
                List.of(
                        new DeliveryLedger.Withdrawal(
                                unsubscribed, Transition.EXCLUDE, Exclusions.UNSUBSCRIBED),
                        new DeliveryLedger.Withdrawal(late, Transition.EXPIRE, "never sent")),
                NOW);
        assertThat(rows.states()).containsExactly(DeliveryState.EXCLUDED, DeliveryState.EXPIRED);
        assertThat(rows.row(unsubscribed).reason()).isEqualTo(Exclusions.UNSUBSCRIBED);
        assertThat(rows.row(late).reason()).isEqualTo("never sent");
    }
}
