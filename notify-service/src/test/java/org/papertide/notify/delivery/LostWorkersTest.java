package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.notify.ledger.DeliveryState;
import org.papertide.notify.message.MailKind;

class LostWorkersTest {

    private static final Instant NOW = InMemoryService.NOW;

    private final InMemoryService service = new InMemoryService();

    private LostWorkers lost(Map<String, Boolean> sendAgain) {
        return new LostWorkers(
                service.tables,
                new TestSettings(1, Duration.ofSeconds(20), sendAgain),
                service.clock);
    }

    private int takeBack() {
        return lost(Map.of()).takeBack();
    }

    /** A mail that a worker had in this state when it died. */
    private long left(MailKind kind, DeliveryState state, Instant leaseUntil) {
        long row = service.plan(service.edition(kind), "reader");
        service.rows.put(service.rows.row(row).in(state).heldBy("dead", leaseUntil));
        return row;
    }

    @Test
    void takesNothingFromAWorkerThatIsAlive() {
        left(MailKind.DAILY, DeliveryState.CLAIMED, NOW);
        left(MailKind.DAILY, DeliveryState.HANDED, NOW);
        assertThat(takeBack()).isZero();
        assertThat(service.rows.states())
                .containsExactly(DeliveryState.CLAIMED, DeliveryState.HANDED);
    }

    @Test
    void letsWaitAgainWhatWasNotHandedOver() {
        long row = left(MailKind.WELCOME, DeliveryState.CLAIMED, NOW.minusMillis(1));
        assertThat(takeBack()).isOne();
        assertThat(service.state(row)).isEqualTo(DeliveryState.PLANNED);
    }

    @Test
    void sendsAgainWhatMayHaveArrivedButNoWelcome() {
        long daily = left(MailKind.DAILY, DeliveryState.HANDED, NOW.minusMillis(1));
        long welcome = left(MailKind.WELCOME, DeliveryState.HANDED, NOW.minusMillis(1));
        long claimed = left(MailKind.DAILY, DeliveryState.CLAIMED, NOW.minusMillis(1));
        assertThat(takeBack()).isEqualTo(3);
        assertThat(service.state(daily)).isEqualTo(DeliveryState.UNCERTAIN);
        assertThat(service.rows.row(daily).nextAttempt()).isEqualTo(NOW);
        assertThat(service.state(welcome)).isEqualTo(DeliveryState.UNCERTAIN);
        assertThat(service.rows.row(welcome).nextAttempt()).isNull();
        assertThat(service.state(claimed)).isEqualTo(DeliveryState.PLANNED);
    }

    @Test
    void sendsAgainWhatTheOperatorWants() {
        long daily = left(MailKind.DAILY, DeliveryState.HANDED, NOW.minusMillis(1));
        assertThat(lost(Map.of("daily", false)).takeBack()).isOne();
        assertThat(service.rows.row(daily).nextAttempt()).isNull();
    }

    @Test
    void sendsNothingAgainWhoseEditionIsGone() {
        long row = service.plan(99, "reader");
        service.rows.put(
                service.rows.row(row).in(DeliveryState.HANDED).heldBy("dead", NOW.minusMillis(1)));
        assertThat(takeBack()).isOne();
        assertThat(service.state(row)).isEqualTo(DeliveryState.UNCERTAIN);
        assertThat(service.rows.row(row).nextAttempt()).isNull();
    }
}
