package org.papertide.notify.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.notify.NoWorkers;
import org.papertide.platform.database.Database;
import org.papertide.platform.dependency.Dependency;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.SettableClock;

@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class SuppressionsIT {

    private static final String ADDRESS = "hash of an address";

    @Inject
    @Named("database")
    Dependency tables;

    @Inject Database database;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-05-04T22:00:00Z"));
    private Suppressions suppressions;

    @BeforeEach
    void begin() {
        suppressions = new Suppressions(database, clock);
        await().atMost(Duration.ofMinutes(1)).until(tables::wasPrepared);
        database.run(session -> {
            session.createNativeMutationQuery("delete from address_failure").executeUpdate();
            session.createNativeMutationQuery("delete from suppression").executeUpdate();
        });
    }

    private boolean isSuppressed() {
        return database.inTransaction(session ->
                session.createNativeQuery(
                                        "select count(*) from suppressed_address"
                                                + " where address_hash = :hash",
                                        Long.class)
                                .setParameter("hash", ADDRESS)
                                .getSingleResult()
                        > 0);
    }

    private void fail(Suppressions.Failure failure) {
        suppressions.count(ADDRESS, failure, "550 no");
    }

    @Test
    void suppressesAtOnceWhereThereIsNoMailbox() {
        suppressions.suppress(ADDRESS, "550 5.1.1 no such user");
        suppressions.suppress(ADDRESS, "550 5.1.1 no such user");
        assertThat(isSuppressed()).isTrue();
    }

    @Test
    void suppressesOnTheSecondDayWithHardFailures() {
        fail(Suppressions.Failure.HARD);
        fail(Suppressions.Failure.HARD);
        assertThat(isSuppressed()).isFalse();
        clock.advance(Duration.ofDays(1));
        fail(Suppressions.Failure.HARD);
        assertThat(isSuppressed()).isTrue();
    }

    private void refuse(String address, long edition, String receiver) {
        suppressions.countRefusal(
                address, "550 no", Suppressions.Refusal.of("relay", edition, "550 no", receiver));
    }

    @Test
    void suppressesOnTheSecondDayWhomOneReceiverRefuses() {
        refuse(ADDRESS, 1, "one.example");
        refuse("another address", 1, "one.example");
        clock.advance(Duration.ofDays(1));
        refuse(ADDRESS, 2, "one.example");
        assertThat(isSuppressed()).isTrue();
    }

    /** Its relay refuses everybody: which receiver comes first does not matter. */
    @ParameterizedTest
    @CsvSource({"one.example, two.example", "two.example, one.example"})
    void suppressesNobodyForWhatARelaySaysOfSeveralReceivers(String own, String other) {
        for (int edition = 1; edition <= 3; edition++) {
            refuse(ADDRESS, edition, own);
            refuse("another address", edition, other);
            clock.advance(Duration.ofDays(1));
        }
        refuse(ADDRESS, 4, own);
        assertThat(isSuppressed()).isFalse();
        clock.advance(Duration.ofDays(1));
        refuse(ADDRESS, 5, own);
        assertThat(isSuppressed()).isTrue();
    }

    @Test
    void suppressesADisabledMailboxOnTheSecondDay() {
        fail(Suppressions.Failure.DISABLED);
        fail(Suppressions.Failure.DISABLED);
        assertThat(isSuppressed()).isFalse();
        clock.advance(Duration.ofDays(1));
        fail(Suppressions.Failure.DISABLED);
        assertThat(isSuppressed()).isTrue();
    }

    @Test
    void addsNoFailuresOfDifferentKinds() {
        fail(Suppressions.Failure.HARD);
        fail(Suppressions.Failure.DISABLED);
        fail(Suppressions.Failure.SOFT);
        assertThat(isSuppressed()).isFalse();
    }

    @Test
    void suppressesOnTheFifthDayWithSoftFailures() {
        for (int day = 1; day <= 4; day++) {
            fail(Suppressions.Failure.SOFT);
            fail(Suppressions.Failure.SOFT);
            assertThat(isSuppressed()).as("day %d", day).isFalse();
            clock.advance(Duration.ofDays(1));
        }
        fail(Suppressions.Failure.SOFT);
        assertThat(isSuppressed()).isTrue();
    }

    @Test
    void countsSoftFailuresByDaysInUtc() {
        for (int i = 0; i < 4; i++) {
            // 22:00 and, still the same day, 23:59:59.
            fail(Suppressions.Failure.SOFT);
            clock.advance(Duration.ofDays(1));
        }
        clock.advance(Duration.ofDays(-1).plus(Duration.ofHours(2)).minusSeconds(1));
        fail(Suppressions.Failure.SOFT);
        assertThat(isSuppressed()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        fail(Suppressions.Failure.SOFT);
        assertThat(isSuppressed()).isTrue();
    }

    @Test
    void forgetsFailuresAfterThirtyDays() {
        fail(Suppressions.Failure.HARD);
        clock.advance(Duration.ofDays(30));
        fail(Suppressions.Failure.HARD);
        assertThat(isSuppressed()).isFalse();
        clock.advance(Duration.ofDays(30).minusMillis(1));
        fail(Suppressions.Failure.HARD);
        assertThat(isSuppressed()).isTrue();
    }

    @Test
    void keepsASuppressedAddressSuppressedWhenItsFailuresAreErased() {
        suppressions.suppress(ADDRESS, "550 5.1.1 no such user");
        fail(Suppressions.Failure.HARD);
        database.run(session -> Suppressions.forget(session, ADDRESS));
        assertThat(isSuppressed()).isTrue();
        database.run(session ->
                session.createNativeMutationQuery("delete from suppression").executeUpdate());
        fail(Suppressions.Failure.HARD);
        assertThat(isSuppressed()).isFalse();
    }
}
