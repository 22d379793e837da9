package org.papertide.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.papertide.notify.NoWorkers;
import org.papertide.testing.PapertideTestResource;

/** The service plans what subscriptions are due, and moves their next slots on. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class DueSlotsIT extends WholeEditions {

    @Test
    void servesASlotThatHasComeOnceAndMovesOn() {
        readers(3);
        work(1);
        Instant slot = clock.instant().truncatedTo(ChronoUnit.HOURS);
        due(slot);
        await().atMost(Duration.ofMinutes(1)).until(() -> server.accepted().size() == 3);
        assertThat(nextSlots()).containsOnly(slot.plus(Duration.ofDays(1)));
        // Found due again, as after a restored backup: the local day has had its digest.
        due(slot);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> nextSlots().equals(List.of(slot.plus(Duration.ofDays(1)))));
        assertThat(planner.planDue()).isZero();
        assertThat(mailsPerReader()).hasSize(3).allSatisfy((_, n) -> assertThat(n).isOne());
    }

    @Test
    void skipsASlotThatIsTooOldAfterDowntime() {
        readers(3);
        work(1);
        Instant slot = clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(10));
        due(slot);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> nextSlots().equals(List.of(slot.plus(Duration.ofDays(1)))));
        assertThat(accounts.open().states()).isEmpty();
    }

    private void due(Instant slot) {
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscription set timezone = 'UTC', hour = :hour,"
                                        + " next_slot = :slot")
                        .setParameter("hour", slot.atZone(ZoneOffset.UTC).getHour())
                        .setParameter("slot", slot)
                        .executeUpdate());
    }

    private List<Instant> nextSlots() {
        return database.inTransaction(session ->
                session.createNativeQuery(
                                "select distinct next_slot from subscription", Instant.class)
                        .getResultList());
    }
}
