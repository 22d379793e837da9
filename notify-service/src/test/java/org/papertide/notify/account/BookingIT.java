package org.papertide.notify.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.papertide.bounce.ReturnedMail.Kind;
import org.papertide.events.DeliveryOutcome;
import org.papertide.events.EventCodec;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.edition.EditionAccount;
import org.papertide.notify.edition.EditionAccounts;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.edition.OldEditions;
import org.papertide.notify.ledger.LedgerEntry;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.returned.Report;
import org.papertide.notify.returned.ReturnedMailCounts;
import org.papertide.notify.returned.ReturnedMails;
import org.papertide.notify.returned.Subject;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.testing.PapertideTestResource;

/** Editions that are closed: their mails are counted, and leave. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class BookingIT extends AccountTables {

    private int reports;

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
            mails(session, edition, SUBSCRIPTION + mails, 7, "EXCLUDED");
            mails(session, edition, SUBSCRIPTION + mails + 7, 2, "REJECTED");
            long single = edition(session, "single");
            session.createNativeMutationQuery("update edition set kind = 'WELCOME' where id = :id")
                    .setParameter("id", single)
                    .executeUpdate();
            mails(session, single, SUBSCRIPTION, 1, "ACCEPTED");
            close(session, edition);
            close(session, single);
            OldEditions old = new OldEditions();
            EditionAccounts accounts =
                    new EditionAccounts(same(session), Clock.fixed(now, ZoneOffset.UTC));
            assertThat(old.deleteSome(session, now, now)).as("it is not booked").isEqualTo(-1);
            Booking booking = booking(session, _ -> {});
            while (booking.next()) {}
            EditionAccount whole = accounts.find(edition).orElseThrow();
            assertThat(whole.planned()).isEqualTo(mails + 9);
            assertThat(old.deleteSome(session, now.minusSeconds(1), now)).isEqualTo(-1);

            List<Integer> steps = new ArrayList<>();
            for (int left = old.deleteSome(session, now, now);
                    left >= 0;
                    left = old.deleteSome(session, now, now)) {
                steps.add(left);
                assertThat(counts(accounts, edition)).isEqualTo(counts(whole));
            }

            assertThat(steps).containsExactlyInAnyOrder(5_000, 5_000, 1_009, 1);
            assertThat(accounts.find(single)).as("its reader is the account").isEmpty();
            assertThat(sums(session))
                    .isEqualTo(Map.of("ACCEPTED", mails + 1L, "EXCLUDED", 7L, "REJECTED", 2L));
            assertThat(rows(session, "delivery")).isZero();
            assertThat(rows(session, "content")).isZero();

            assertThat(old.deleteAccounts(session, now.minusSeconds(1))).isZero();
            assertThat(old.deleteAccounts(session, now)).isEqualTo(1);
            assertThat(rows(session, "edition")).isZero();
            assertThat(rows(session, "edition_sum")).isZero();
        });
    }

    private static long rows(StatelessSession session, String table) {
        return session.createNativeQuery("select count(*) from " + table, Long.class)
                .getSingleResult();
    }

    private static String counts(EditionAccounts accounts, long edition) {
        return counts(accounts.find(edition).orElseThrow());
    }

    private static String counts(EditionAccount account) {
        return "%d = %d + %d + %d %s %s"
                .formatted(
                        account.planned(),
                        account.accepted(),
                        account.rejected(),
                        account.excluded(),
                        account.exclusions(),
                        account.closed());
    }

    /** Whoever asks between two steps, or during one, gets the whole account. */
    @Test
    void keepsTheAccountWholeWhileMailsLeave() {
        int mails = 11_000;
        long edition = open(mails - 1);
        database.run(session -> close(session, edition));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(sums()).isEqualTo(Map.of("ACCEPTED", (long) mails)));
        EditionAccounts accounts = new EditionAccounts(database, service);
        Set<Long> seen = new HashSet<>();
        try (ExecutorService leaving = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> left =
                    leaving.submit(() -> {
                        OldEditions old = new OldEditions();
                        int step;
                        do {
                            step =
                                    database.inTransaction(session ->
                                            old.deleteSome(session, now.plusSeconds(60), now));
                        } while (step >= 0);
                    });
            do {
                seen.add(accounts.find(edition).orElseThrow().accepted());
            } while (!left.isDone());
            assertThat(left).succeedsWithin(Duration.ofSeconds(1));
        }
        seen.add(accounts.find(edition).orElseThrow().accepted());
        assertThat(seen).containsExactly((long) mails);
        operator()
                .get("/api/v1/editions/" + edition)
                .then()
                .statusCode(200)
                .body("accepted", equalTo(mails))
                .body("mailsLeftAt", notNullValue());
        operator().get("/api/v1/editions/" + edition + "/deliveries").then().statusCode(410);
        operator()
                .get("/api/v1/editions")
                .then()
                .body("editions.id", equalTo(List.of((int) edition)));
    }

    /** Each kind once, after the mail itself, in the edition's account, and named by nobody. */
    @Test
    void tellsThatMailsCameBackAfterTheyWereAccepted() {
        database.run(session -> {
            long edition = edition(session, "came back");
            mails(session, edition, reader(session, "ruth@gmail.com"), 1, "ACCEPTED");
            mails(session, edition, SUBSCRIPTION, 1, "ACCEPTED");
            // In the order of their subscriptions.
            List<Long> ids = ids(session, edition);
            long google = ids.getFirst();
            long other = ids.getLast();
            List<DeliveryOutcome> outcomes = new ArrayList<>();
            Booking booking = booking(session, outcomes::addAll);

            report(session, google, Kind.SOFT, "4.2.2");
            report(session, google, Kind.SOFT, "4.2.2");
            report(session, google, Kind.HARD, "5.1.1 <ruth@gmail.com>");
            report(session, google, Kind.AUTO_REPLY, null);
            while (booking.next()) {}
            assertThat(outcomes).as("its edition is open").isEmpty();
            String versions = versions(session);
            now = now.plus(Duration.ofMinutes(2));
            Booking later = booking(session, outcomes::addAll);
            assertThat(later.next()).as("nothing changed").isFalse();
            assertThat(versions(session)).isEqualTo(versions);
            close(session, edition);
            while (later.next()) {}
            report(session, other, Kind.COMPLAINT, null);
            while (later.next()) {}
            assertThat(later.next()).isFalse();

            assertThat(outcomes)
                    .extracting(
                            DeliveryOutcome::outcome,
                            DeliveryOutcome::returned,
                            DeliveryOutcome::code,
                            DeliveryOutcome::receiver)
                    .containsExactlyInAnyOrder(
                            tuple("ACCEPTED", null, null, "google"),
                            tuple("ACCEPTED", null, null, null),
                            tuple("RETURNED", "SOFT", "4.2.2", "google"),
                            tuple("RETURNED", "HARD", null, "google"),
                            tuple("RETURNED", "COMPLAINT", null, null));
            assertThat(outcomes.subList(0, 2))
                    .extracting(DeliveryOutcome::outcome)
                    .containsOnly("ACCEPTED");
            assertThat(outcomes.stream().map(EventCodec.DELIVERY::key).distinct()).hasSize(2);
            assertThat(outcomes.toString()).doesNotContain("ruth");
            EditionAccounts accounts =
                    new EditionAccounts(same(session), Clock.fixed(now, ZoneOffset.UTC));
            Map<String, Long> returned = Map.of("SOFT", 1L, "HARD", 1L, "COMPLAINT", 1L);
            assertThat(accounts.find(edition).orElseThrow().returned()).isEqualTo(returned);
            assertThat(accounts.find(edition).orElseThrow().planned()).isEqualTo(2);
            OldEditions old = new OldEditions();
            while (old.deleteSome(session, now, now) >= 0) {}
            report(session, other, Kind.HARD, "5.1.1");
            while (later.next()) {}
            assertThat(accounts.find(edition).orElseThrow().returned()).isEqualTo(returned);
            assertThat(accounts.find(edition).orElseThrow().accepted()).isEqualTo(2);
        });
    }

    /** Where each row is, and who wrote it: another place once it is written again. */
    private static String versions(StatelessSession session) {
        return session.createNativeQuery(
                        """
                        select string_agg(ctid || ' ' || cmin, ',' order by subject, message_key)
                        from returned_mail where book_at is not null
                        """,
                        String.class)
                .getSingleResult();
    }

    private static List<Long> ids(StatelessSession session, long edition) {
        return new SettledRepository_(session)
                .ofEdition(edition, "", 0, 100).stream().map(LedgerEntry::id).toList();
    }

    private void report(StatelessSession session, long id, Kind kind, @Nullable String code) {
        boolean _ =
                new ReturnedMails(
                                same(session),
                                addresses,
                                new ReturnedMailCounts(),
                                traffic,
                                Clock.fixed(now, ZoneOffset.UTC))
                        .apply(
                                new Subject.OfDelivery(id),
                                Report.of(kind, code, "words", "report " + reports++));
    }

    /** A page of a large edition costs no more than one of a small edition. */
    @Test
    void readsEachMailAFewTimesHoweverLargeItsEdition() {
        double few = readPerMail(2_500);
        double many = readPerMail(20_000);
        // Leaving in one transaction sees again, in each step, what those before it deleted.
        assertThat(many).isLessThan(12).isLessThan(few + 3);
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
                            while (old.deleteSome(session, now, now) >= 0) {}
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
