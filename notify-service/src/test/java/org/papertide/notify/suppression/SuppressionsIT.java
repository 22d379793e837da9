package org.papertide.notify.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.AtOnce;
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

    /** An evening of today: the service, which has a clock of its own, deletes what is old. */
    private final SettableClock clock =
            new SettableClock(
                    Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(22)));

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

    private void refuse(String address, String receiver) {
        refuse(address, receiver, Suppressions.Failure.HARD, "550 no");
    }

    private void refuse(
            String address, String receiver, Suppressions.Failure failure, String words) {
        refuse(address, receiver, receiver, failure, words);
    }

    private void refuse(
            String address,
            String domain,
            String group,
            Suppressions.Failure failure,
            String words) {
        refuse(address, domain, group, failure, words, false);
    }

    private void refuse(
            String address,
            String domain,
            String group,
            Suppressions.Failure failure,
            String words,
            boolean inARow) {
        suppressions.countRefusal(
                address,
                failure,
                words,
                Suppressions.Refusal.of("relay", words, domain, group),
                inARow);
    }

    /** All readers are of one receiver; who was refused before the run is not to blame either. */
    @Test
    void suppressesNobodyForWhatManyInARowMet() {
        String words = "554 5.4.6 enough";
        Suppressions.Failure soft = Suppressions.Failure.SOFT;
        for (int day = 1; day <= 6; day++) {
            refuse(ADDRESS, "corp.example", soft, words);
            refuse("one of many", "corp.example", "corp.example", soft, words, true);
            refuse("broken", "corp.example", soft, "554 5.2.0 broken");
            clock.advance(Duration.ofDays(1));
        }
        assertThat(suppressed()).containsExactly("broken");
    }

    private List<String> suppressed() {
        return database.inTransaction(session ->
                session.createNativeQuery(
                                "select address_hash from suppressed_address"
                                        + " order by address_hash",
                                String.class)
                        .getResultList());
    }

    /** The group of a domain is its own name until the DNS has answered, and now and then again. */
    @ParameterizedTest
    @CsvSource({"one.example, mx.example", "mx.example, one.example"})
    void countsForAReaderWhoseGroupChangesItsName(String first, String then) {
        for (int day = 1; day <= 2; day++) {
            refuse(ADDRESS, "one.example", first, Suppressions.Failure.HARD, "550 no");
            refuse(ADDRESS, "One.Example", then, Suppressions.Failure.HARD, "550 no");
            refuse("another", "one.example", then, Suppressions.Failure.HARD, "550 no");
            clock.advance(Duration.ofDays(1));
        }
        assertThat(isSuppressed()).isTrue();
    }

    /** Two mailboxes may be full on one day, and all readers have one relay. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "552 5.2.2 <…>: Mailbox full",
                "552 mailbox full",
                "552 5.0.0 User is over quota",
                "550 mailbox is full",
                "452 4.2.2 The recipient's inbox is out of storage space"
            })
    void countsFullMailboxesOfSeveralReceivers(String words) {
        for (int day = 1; day <= 5; day++) {
            refuse(ADDRESS, "one.example", Suppressions.Failure.SOFT, words);
            refuse("another address", "two.example", Suppressions.Failure.SOFT, words);
            clock.advance(Duration.ofDays(1));
        }
        assertThat(isSuppressed()).isTrue();
    }

    /** The words are alike, the codes are not. */
    @Test
    void comparesWhatIsRefusedByOneCode() {
        for (int day = 1; day <= 2; day++) {
            refuse(ADDRESS, "one.example", Suppressions.Failure.DISABLED, "550 5.2.1 not possible");
            refuse("another", "two.example", Suppressions.Failure.SOFT, "554 5.4.4 not possible");
            clock.advance(Duration.ofDays(1));
        }
        assertThat(isSuppressed()).isTrue();
    }

    @Test
    void suppressesOnTheSecondDayWhomOneReceiverRefuses() {
        refuse(ADDRESS, "one.example");
        refuse("another address", "one.example");
        clock.advance(Duration.ofDays(1));
        refuse(ADDRESS, "one.example");
        assertThat(isSuppressed()).isTrue();
    }

    /** Its relay refuses everybody: which receiver comes first does not matter. */
    @ParameterizedTest
    @CsvSource({"one.example, two.example", "two.example, one.example"})
    void suppressesNobodyForWhatARelaySaysOfSeveralReceivers(String own, String other) {
        for (int day = 1; day <= 3; day++) {
            refuse(ADDRESS, own);
            refuse("another address", other);
            clock.advance(Duration.ofDays(1));
        }
        refuse(ADDRESS, own);
        assertThat(isSuppressed()).isFalse();
        clock.advance(Duration.ofDays(1));
        refuse(ADDRESS, own);
        assertThat(isSuppressed()).isTrue();
    }

    /** From Friday to Wednesday, to each reader; and three mailboxes of those are broken indeed. */
    @ParameterizedTest
    @CsvSource({
        "SOFT, 550 5.4.6 Unusual sending activity detected",
        "SOFT, 554 5.2.0 STOREDRV.Submission; OutboundSpamException",
        "SOFT, 554 no",
        "SOFT, 554 #4711",
        "DISABLED, 550 5.2.1 account disabled",
        "HARD, 550 no"
    })
    void suppressesOnlyBrokenMailboxesWhileARelayRefusesEverybody(
            Suppressions.Failure failure, String words) {
        for (int day = 1; day <= 6; day++) {
            for (int reader = 1; reader <= 20; reader++) {
                refuse("reader " + reader, "receiver " + reader % 7, failure, words);
            }
            refuse("full", "receiver 1", Suppressions.Failure.SOFT, "552 5.2.2 mailbox full");
            refuse("routed", "receiver 2", Suppressions.Failure.SOFT, "554 5.4.4 no route to host");
            refuse("closed", "receiver 3", Suppressions.Failure.DISABLED, "550 5.2.1 suspended");
            clock.advance(Duration.ofDays(1));
        }
        assertThat(suppressed()).containsExactly("closed", "full", "routed");
    }

    /** A mail to it is refused as another one comes back, the one before midnight. */
    @Test
    void suppressesForFailuresOfTwoDaysThatAreCountedAtOnce() {
        Clock tomorrow = Clock.offset(clock, Duration.ofHours(3));
        Suppressions later = new Suppressions(database, tomorrow);
        AtOnce.run(
                database,
                "suppression",
                () -> fail(Suppressions.Failure.HARD),
                () -> later.count(ADDRESS, Suppressions.Failure.HARD, "550 no"));
        assertThat(isSuppressed()).isTrue();
    }

    /** Two readers have failed before; of what the relay then says of both, one can be first. */
    @Test
    void suppressesNoTwoForWhatARelaySaysOfBothAtOnce() {
        refuse("one", "one.example", Suppressions.Failure.HARD, "550 not here");
        refuse("two", "two.example", Suppressions.Failure.HARD, "550 not known");
        clock.advance(Duration.ofDays(1));
        AtOnce.run(
                database,
                "suppression",
                () -> refuse("one", "one.example"),
                () -> refuse("two", "two.example"));
        assertThat(suppressed()).hasSize(1);
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
