package org.papertide.notify.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LedgerRecordsTest {

    private static final Instant NOW = Instant.parse("2026-05-04T08:00:00Z");

    @Test
    void aPlannedMailCanBeClaimedAtOnce() {
        Delivery delivery = new Delivery(5, 40, 7, "2026-05-04", "content", 3, NOW);
        assertThat(delivery.state()).isEqualTo(DeliveryState.PLANNED);
        assertThat(delivery.nextAttemptAt()).isEqualTo(NOW);
        assertThat(delivery.attempts()).isZero();
        assertThat(delivery.reason()).isNull();
        assertThat(delivery.queueId()).isNull();
    }

    @Test
    void aClaimSaysItsRowAndAttempt() {
        assertThat(new Claim(7, 2, 5, 40, "content", "550 <reader>")).hasToString("Claim[7/2]");
    }

    @Test
    void countsAreOfAState() {
        assertThat(new StateCount("UNCERTAIN", null, true, 3).state())
                .isEqualTo(DeliveryState.UNCERTAIN);
    }

    @Test
    void statesHaveNamesForMetricsAndEntriesInTheAccount() {
        assertThat(DeliveryState.ACCEPTED.wireName()).isEqualTo("accepted");
        assertThat(DeliveryState.CLAIMED.entry()).isEqualTo(DeliveryState.Entry.PENDING);
        assertThat(DeliveryState.EXPIRED.entry()).isEqualTo(DeliveryState.Entry.EXPIRED);
    }

    @Test
    void settlementsSayWhatBelongsToThem() {
        assertThat(Settlement.accepted("Q"))
                .isEqualTo(new Settlement(Transition.ACCEPT, null, "Q", null, null));
        assertThat(Settlement.deferred(NOW, "451"))
                .isEqualTo(new Settlement(Transition.DEFER, "451", null, NOW, null));
        assertThat(Settlement.rejected("550"))
                .isEqualTo(new Settlement(Transition.REJECT, "550", null, null, null));
        assertThat(Settlement.lost(NOW, "gone"))
                .isEqualTo(new Settlement(Transition.LOSE, "gone", null, NOW, null));
    }
}
