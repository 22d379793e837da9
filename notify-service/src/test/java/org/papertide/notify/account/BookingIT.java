package org.papertide.notify.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.papertide.events.DeliveryOutcome;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.edition.EditionAccounts;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.edition.OldEditions;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.testing.PapertideTestResource;

/** Editions that are closed: their mails are counted, and leave. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class BookingIT extends AccountTables {

    /** One row waits, so that the service leaves the edition alone until it is closed here. */
    private long open(int accepted) {
        return database.inTransaction(session -> {
            long made = edition(session, "booked");
            mails(session, made, SUBSCRIPTION, accepted, "ACCEPTED");
            mails(session, made, SUBSCRIPTION + accepted, 1, "PLANNED");
            return made;
        });
    }

    @Test
    void countsEachMailOnceThoughPublishingFailsAndItEndsBetweenPages() {
        int mails = 2 * Booking.PAGE + 500;
        long edition = open(mails - 1);

        assertThatThrownBy(() ->
                        database.run(session -> {
                            close(session, edition);
                            booking(
                                            session,
                                            _ -> {
                                                throw new UnavailableException("Kafka is away");
                                            })
                                    .next();
                        }))
                .hasMessageContaining("Kafka is away");
        assertThat(sums()).isEmpty();

        List<DeliveryOutcome> outcomes = new ArrayList<>();
        database.run(session -> {
            close(session, edition);
            assertThat(booking(session, outcomes::addAll).next()).isTrue();
        });
        // The service goes on where this process ended.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(sums()).isEqualTo(Map.of("ACCEPTED", (long) mails)));
        assertThat(outcomes)
                .hasSize(Booking.PAGE)
                .isSortedAccordingTo(Comparator.comparing(DeliveryOutcome::delivery))
                .allSatisfy(outcome -> {
                    assertThat(outcome.edition()).isEqualTo(edition);
                    assertThat(outcome.receiver()).isNull();
                    assertThat(outcome.code()).isNull();
                });
        assertThat(outcomes.stream().map(DeliveryOutcome::delivery).distinct())
                .hasSize(Booking.PAGE);
    }

    @Test
    void booksOnlyWhatCameAfterAReopening() {
        database.run(session -> {
            long edition = edition(session, "reopened");
            mails(session, edition, SUBSCRIPTION, 10, "ACCEPTED");
            close(session, edition);
            List<DeliveryOutcome> outcomes = new ArrayList<>();
            Booking booking = booking(session, outcomes::addAll);
            while (booking.next()) {}
            assertThat(outcomes).hasSize(10);

            assertThat(new EditionRepository_(session).reopen("reopened")).contains(edition);
            // Of a subscription that is older than all others.
            mails(session, edition, SUBSCRIPTION - 1, 1, "REJECTED");
            outcomes.clear();
            assertThat(booking.next()).as("it is open").isFalse();
            close(session, edition);
            while (booking.next()) {}

            assertThat(outcomes)
                    .singleElement()
                    .satisfies(outcome -> {
                        assertThat(outcome.outcome()).isEqualTo("REJECTED");
                        assertThat(outcome.code()).isEqualTo("5.1.1");
                    });
            assertThat(sums(session)).isEqualTo(Map.of("ACCEPTED", 10L, "REJECTED", 1L));
        });
    }

    @Test
    void namesOnlyReceiversThatVeryManyPeopleUse() {
        database.run(session -> {
            long edition = edition(session, "receivers");
            long big = reader(session, "ruth@gmail.com");
            long small = reader(session, "ruth@ruth-lovelace.example");
            mails(session, edition, big, 1, "ACCEPTED");
            mails(session, edition, small, 1, "ACCEPTED");
            mails(session, edition, SUBSCRIPTION, 1, "EXCLUDED");
            close(session, edition);
            List<DeliveryOutcome> outcomes = new ArrayList<>();
            Booking booking = booking(session, outcomes::addAll);
            while (booking.next()) {}

            assertThat(outcomes)
                    .extracting(DeliveryOutcome::outcome, DeliveryOutcome::receiver)
                    .containsExactlyInAnyOrder(
                            tuple("ACCEPTED", "google"),
                            tuple("ACCEPTED", null),
                            tuple("EXCLUDED", null));
            assertThat(outcomes)
                    .filteredOn(outcome -> outcome.outcome().equals("EXCLUDED"))
                    .extracting(DeliveryOutcome::exclusion)
                    .containsExactly("unsubscribed");
            // A name that no hexadecimal number holds by chance.
            assertThat(outcomes.toString()).doesNotContain("lovelace", "ruth");
        });
    }

    @Test
    void leavesInStepsAndOnlyWhatIsBooked() {
        database.run(session -> {
            long edition = edition(session, "old");
            int mails = 11_000;
            mails(session, edition, SUBSCRIPTION, mails, "ACCEPTED");
            session.createNativeMutationQuery(
                            "insert into content (id, kind, subject, body_text, body_html,"
                                    + " created_at) values ('old', 'DAILY', 's', 't', 'h', :now)")
                    .setParameter("now", now)
                    .executeUpdate();
            session.createNativeMutationQuery("update delivery set content_id = 'old'")
                    .executeUpdate();
            close(session, edition);
            OldEditions old = new OldEditions();
            EditionAccounts accounts =
                    new EditionAccounts(same(session), Clock.fixed(now, ZoneOffset.UTC));
            assertThat(old.deleteSome(session, now)).as("it is not booked").isEqualTo(-1);
            Booking booking = booking(session, _ -> {});
            while (booking.next()) {}
            assertThat(accounts.find(edition)).isPresent();
            assertThat(old.deleteSome(session, now.minusSeconds(1))).isEqualTo(-1);

            List<Integer> steps = new ArrayList<>();
            for (int left = old.deleteSome(session, now);
                    left >= 0;
                    left = old.deleteSome(session, now)) {
                steps.add(left);
                assertThat(accounts.find(edition)).as("half of an account").isEmpty();
            }

            assertThat(steps).containsExactly(5_000, 5_000, 1_000);
            assertThat(sums(session)).isEqualTo(Map.of("ACCEPTED", (long) mails));
            for (String table : List.of("delivery", "edition", "content")) {
                assertThat(
                                session.createNativeQuery(
                                                "select count(*) from " + table, Long.class)
                                        .getSingleResult())
                        .as(table)
                        .isZero();
            }
        });
    }

    /** A page of a large edition costs no more than one of a small edition. */
    @Test
    void readsEachMailAFewTimesHoweverLargeItsEdition() {
        double few = readPerMail(2_500);
        double many = readPerMail(20_000);
        assertThat(many).isLessThan(12).isLessThan(few * 1.5);
    }

    /** What booking, a look-up of rare mails and leaving read; leaves nothing. */
    private double readPerMail(int mails) {
        List<Double> read = new ArrayList<>();
        assertThatThrownBy(() ->
                        database.run(session -> {
                            long edition = edition(session, "large");
                            mails(session, edition, SUBSCRIPTION, mails, "ACCEPTED");
                            close(session, edition);
                            long before = rowsRead(session);
                            Booking booking = booking(session, _ -> {});
                            while (booking.next()) {}
                            assertThat(
                                            new SettledRepository_(session)
                                                    .ofEdition(edition, "REJECTED", 0, 100))
                                    .isEmpty();
                            OldEditions old = new OldEditions();
                            while (old.deleteSome(session, now) >= 0) {}
                            read.add((rowsRead(session) - before) / (double) mails);
                            throw new UnsupportedOperationException("leave nothing");
                        }))
                .isInstanceOf(UnsupportedOperationException.class);
        return read.getFirst();
    }

    /** Rows of scans and entries of indexes that this transaction has read so far. */
    private static long rowsRead(StatelessSession session) {
        return session.createNativeQuery(
                        """
                        select cast(sum(pg_stat_get_xact_tuples_returned(oid)) as bigint)
                        from pg_class
                        where relkind in ('r', 'i') and relnamespace = to_regnamespace('public')
                        """,
                        Long.class)
                .getSingleResult();
    }
}
