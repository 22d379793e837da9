package org.papertide.notify.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.DeliveryOutcome;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.edition.EditionAccounts;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.edition.OldEditions;
import org.papertide.notify.ledger.SettledRepository_;
import org.papertide.notify.returned.ReturnAddresses;
import org.papertide.notify.returned.ReturnedMailCounts;
import org.papertide.notify.returned.ReturnedMails;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.notify.traffic.Traffic;
import org.papertide.platform.database.Database;
import org.papertide.platform.loop.UnavailableException;
import org.papertide.testing.PapertideTestResource;

/**
 * Booking, leaving and look-ups on the real database. The service books, too, whatever is committed
 * as closed: so what a test wants for itself happens in one transaction.
 */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class AccountIT {

    /** Far from the ids that the service itself gives out while the test runs. */
    private static final long SUBSCRIPTION = 5_000_000;

    @Inject Database database;
    @Inject Traffic traffic;
    @Inject TokenKeyring keyring;
    @Inject AddressHashes hashes;
    @Inject ReturnAddresses addresses;
    @Inject Clock service;

    private Instant now = Instant.EPOCH;

    @BeforeEach
    void begin() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        now = service.instant().truncatedTo(ChronoUnit.MILLIS);
        database.run(session ->
                session.createNativeMutationQuery(
                                // In the order in which booking reads them, or both wait for each
                                // other.
                                "truncate edition, delivery, audience, content, shown, subscription,"
                                        + " subscriber, returned_mail, suppression, mail_sum")
                        .executeUpdate());
    }

    /** All work in one transaction. */
    private static Database same(StatelessSession session) {
        return new Database() {
            @Override
            public <T> T inTransaction(Function<StatelessSession, T> work) {
                return work.apply(session);
            }
        };
    }

    /** The service books each second, and who comes while another does comes away empty. */
    private Booking booking(StatelessSession session, OutcomeSink sink) {
        var _ = new EditionRepository_(session).lock(EditionRepository.BOOKING);
        return Booking.of(same(session), traffic, keyring, sink, Clock.fixed(now, ZoneOffset.UTC));
    }

    private long edition(StatelessSession session, String key) {
        return session.createNativeQuery(
                        """
                        with made as (
                            insert into edition (edition_key, kind, as_of, planned_at, expires_at,
                                frozen_at, composed_at)
                            values (:key, 'DAILY', :now, :now, :soon, :now, :now) returning id)
                        select id from made
                        """,
                        Long.class)
                .setParameter("key", key)
                .setParameter("now", now)
                .setParameter("soon", now.plusSeconds(3600))
                .getSingleResult();
    }

    /** Rows of subscriptions from a number on, all alike. */
    private void mails(
            StatelessSession session, long edition, long first, int count, String state) {
        session.createNativeMutationQuery(
                        """
                        insert into delivery (edition_id, subscription_id, subscriber_id,
                            local_period, state, reason, priority, attempts, queue_id, settled_at)
                        select :edition, g, g, 'p' || :edition, :state,
                            case :state when 'REJECTED' then '550 5.1.1 no such user'
                                when 'EXCLUDED' then 'unsubscribed' end,
                            3, 1, case :state when 'ACCEPTED' then 'q' || g end, :now
                        from generate_series(:first, :last) g
                        """)
                .setParameter("edition", edition)
                .setParameter("state", state)
                .setParameter("first", first)
                .setParameter("last", first + count - 1)
                .setParameter("now", now)
                .executeUpdate();
    }

    private void close(StatelessSession session, long edition) {
        session.createNativeMutationQuery(
                        "update delivery set state = 'ACCEPTED' where edition_id = :id and state ="
                                + " 'PLANNED'")
                .setParameter("id", edition)
                .executeUpdate();
        session.createNativeMutationQuery("update edition set closed_at = :now where id = :id")
                .setParameter("now", now)
                .setParameter("id", edition)
                .executeUpdate();
    }

    private Map<String, Long> sums(StatelessSession session) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Map<String, Long> sums = new TreeMap<>();
        new MailSumRepository_(session)
                .between(today.toString(), today.toString())
                .forEach(sum -> sums.merge(sum.outcome(), sum.mails(), Long::sum));
        return sums;
    }

    private Map<String, Long> sums() {
        return database.inTransaction(this::sums);
    }

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
    void countsEachMailOnceThoughTellingFailsAndItEndsBetweenPages() {
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

        List<DeliveryOutcome> told = new ArrayList<>();
        database.run(session -> {
            close(session, edition);
            assertThat(booking(session, told::addAll).next()).isTrue();
        });
        // The service goes on where this process ended.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(sums()).isEqualTo(Map.of("ACCEPTED", (long) mails)));
        assertThat(told)
                .hasSize(Booking.PAGE)
                .isSortedAccordingTo(Comparator.comparing(DeliveryOutcome::delivery))
                .allSatisfy(outcome -> {
                    assertThat(outcome.edition()).isEqualTo(edition);
                    assertThat(outcome.receiver()).isNull();
                    assertThat(outcome.code()).isNull();
                });
        assertThat(told.stream().map(DeliveryOutcome::delivery).distinct()).hasSize(Booking.PAGE);
    }

    @Test
    void booksOnlyWhatCameAfterAReopening() {
        database.run(session -> {
            long edition = edition(session, "reopened");
            mails(session, edition, SUBSCRIPTION, 10, "ACCEPTED");
            close(session, edition);
            List<DeliveryOutcome> told = new ArrayList<>();
            Booking booking = booking(session, told::addAll);
            while (booking.next()) {}
            assertThat(told).hasSize(10);

            assertThat(new EditionRepository_(session).reopen("reopened")).contains(edition);
            // Of a subscription that is older than all others.
            mails(session, edition, SUBSCRIPTION - 1, 1, "REJECTED");
            told.clear();
            assertThat(booking.next()).as("it is open").isFalse();
            close(session, edition);
            while (booking.next()) {}

            assertThat(told)
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
            List<DeliveryOutcome> told = new ArrayList<>();
            Booking booking = booking(session, told::addAll);
            while (booking.next()) {}

            assertThat(told)
                    .extracting(DeliveryOutcome::outcome, DeliveryOutcome::receiver)
                    .containsExactlyInAnyOrder(
                            tuple("ACCEPTED", "google"),
                            tuple("ACCEPTED", null),
                            tuple("EXCLUDED", null));
            assertThat(told)
                    .filteredOn(outcome -> outcome.outcome().equals("EXCLUDED"))
                    .extracting(DeliveryOutcome::exclusion)
                    .containsExactly("unsubscribed");
            // A name that no hexadecimal number holds by chance.
            assertThat(told.toString()).doesNotContain("lovelace", "ruth");
        });
    }

    /** A subscriber with a subscription; returns the subscription's number. */
    private long reader(StatelessSession session, String address) {
        SubscriptionRepository_ subscriptions = new SubscriptionRepository_(session);
        subscriptions.insertSubscriber(
                address, address, hashes.of(MailAddress.plainHash(address)), now);
        long subscriber = subscriptions.findSubscriberByKey(address).orElseThrow();
        return session.createNativeQuery(
                        """
                        with made as (
                            insert into subscription (subscriber_id, state, frequency, timezone, hour,
                                categories, include, exclude, authors, paper_limit, filter_key,
                                requested_at, confirmed_at)
                            values (:subscriber, 'ACTIVE', 'DAILY', 'UTC', 8, '{}', '{zqword}', '{}',
                                '{}', 10, 'f', :now, :now) returning id)
                        select id from made
                        """,
                        Long.class)
                .setParameter("subscriber", subscriber)
                .setParameter("now", now)
                .getSingleResult();
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

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN);
    }

    @Test
    void stopsAnEditionSoThatWhatWaitsExpiresWithIt() {
        long edition =
                database.inTransaction(session -> {
                    long made = edition(session, "stopped");
                    mails(session, made, SUBSCRIPTION, 3, "ACCEPTED");
                    mails(session, made, SUBSCRIPTION + 3, 2, "PLANNED");
                    return made;
                });
        for (int again = 0; again < 2; again++) {
            operator()
                    .post("/api/v1/editions/" + edition + "/stop")
                    .then()
                    .statusCode(200)
                    .body("stopReason", equalTo("stopped by the operator"))
                    .body("accepted", equalTo(3))
                    .body("pending", equalTo(2))
                    .body("closed", equalTo(false));
        }
        List<Instant> next =
                database.inTransaction(session ->
                        session.createNativeQuery(
                                        "select distinct next_attempt_at from delivery"
                                                + " where edition_id = :id and state = 'PLANNED'",
                                        Instant.class)
                                .setParameter("id", edition)
                                .getResultList());
        assertThat(next).containsExactly(now.plusSeconds(3600));
        operator().post("/api/v1/editions/999999999/stop").then().statusCode(404);
        operator().post("/api/v1/editions/nonsense/stop").then().statusCode(404);
        given().post("/api/v1/editions/" + edition + "/stop").then().statusCode(401);
    }

    @Test
    void showsTheMailsOfAnEditionPageByPageAndByState() {
        long edition =
                database.inTransaction(session -> {
                    long made = edition(session, "shown");
                    mails(session, made, SUBSCRIPTION, 5, "ACCEPTED");
                    mails(session, made, SUBSCRIPTION + 5, 2, "REJECTED");
                    close(session, made);
                    return made;
                });
        String path = "/api/v1/editions/" + edition + "/deliveries";
        Set<Integer> seen = new HashSet<>();
        String after = "";
        for (int page = 0; page < 4; page++) {
            RequestSpecification asked = operator().queryParam("limit", 2);
            JsonPath body =
                    (after.isEmpty() ? asked : asked.queryParam("after", after))
                            .get(path)
                            .jsonPath();
            seen.addAll(body.getList("deliveries.subscription", Integer.class));
            after = String.valueOf(body.getString("next"));
        }
        assertThat(seen).hasSize(7);
        assertThat(after).isEqualTo("null");
        operator()
                .queryParam("state", "REJECTED")
                .get(path)
                .then()
                .statusCode(200)
                .body("deliveries", hasSize(2))
                .body("deliveries[0].code", equalTo("5.1.1"))
                .body("deliveries[0].reason", equalTo("550 5.1.1 no such user"))
                .body("deliveries[0].kind", equalTo("DAILY"))
                .body("next", nullValue());
        int id = operator().get(path).jsonPath().getInt("deliveries[0].id");
        operator()
                .get("/api/v1/deliveries/" + id)
                .then()
                .statusCode(200)
                .body("queueId", equalTo("q" + SUBSCRIPTION))
                .body("attempts", equalTo(1));
        operator()
                .queryParam("kind", "DAILY")
                .get("/api/v1/editions")
                .then()
                .statusCode(200)
                .body("editions.id", equalTo(List.of((int) edition)));
        operator()
                .queryParam("kind", "WEEKLY")
                .get("/api/v1/editions")
                .then()
                .body("editions", hasSize(0));
    }

    @Test
    void tellsWhatAPersonWasSentAndNeverTheAddress() {
        String address = "zqreader@example.org";
        long subscription =
                database.inTransaction(session -> {
                    long made = reader(session, address);
                    long subscriber =
                            new SubscriptionRepository_(session)
                                    .findSubscriberByKey(address)
                                    .orElseThrow();
                    for (int i = 0; i < 3; i++) {
                        long edition = edition(session, "person" + i);
                        mails(session, edition, made, 1, i == 1 ? "REJECTED" : "ACCEPTED");
                        close(session, edition);
                    }
                    session.createNativeMutationQuery(
                                    "update delivery set subscriber_id = :subscriber")
                            .setParameter("subscriber", subscriber)
                            .executeUpdate();
                    Suppressions.suppress(
                            session,
                            hashes.of(MailAddress.plainHash(address)),
                            "550 5.1.1 no",
                            now);
                    return made;
                });
        String body =
                search(Map.of("address", "ZQreader@EXAMPLE.org", "limit", 2))
                        .then()
                        .statusCode(200)
                        .body("deliveries.state", equalTo(List.of("ACCEPTED", "REJECTED")))
                        .body("suppression.reason", equalTo("550 5.1.1 no"))
                        .body("subscriptions[0].state", equalTo("ACTIVE"))
                        .body("subscriptions[0].id", equalTo((int) subscription))
                        .extract()
                        .asString();
        assertThat(body).doesNotContain("zqreader", "example.org", "zqword");
        int next = new JsonPath(body).getInt("next");
        search(Map.of("subscription", subscription, "after", next))
                .then()
                .body("deliveries", hasSize(1))
                .body("next", nullValue());

        database.run(session ->
                new SubscriptionRepository_(session)
                        .deleteSubscriber(
                                new SubscriptionRepository_(session)
                                        .findSubscriberByKey(address)
                                        .orElseThrow()));
        search(Map.of("address", address))
                .then()
                .statusCode(200)
                .body("deliveries", hasSize(0))
                .body("suppression.reason", equalTo("550 5.1.1 no"));
        search(Map.of("subscription", subscription))
                .then()
                .statusCode(200)
                .body("knownSince", nullValue())
                .body("deliveries", hasSize(3));
        search(Map.of("address", "nobody@example.org")).then().statusCode(404);
        search(Map.of("subscription", 77)).then().statusCode(404);
    }

    private static Response search(Map<String, ?> request) {
        return operator()
                .contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/deliveries/search");
    }

    @Test
    void saysWhatIsWrongAndIsTheOperatorsAlone() {
        long edition = database.inTransaction(session -> edition(session, "wrong"));
        String path = "/api/v1/editions/" + edition + "/deliveries";
        for (String query :
                List.of("state=SENT", "limit=0", "limit=1001", "limit=x", "after=x", "after=-1")) {
            operator().get(path + "?" + query).then().statusCode(400);
        }
        for (String query : List.of("kind=X", "limit=0", "after=x")) {
            operator().get("/api/v1/editions?" + query).then().statusCode(400);
        }
        for (String query :
                List.of(
                        "from=x",
                        "to=2026-13-01",
                        "from=2020-01-01&to=2021-01-01",
                        "to=0000-01-01")) {
            operator().get("/api/v1/deliveries/sums?" + query).then().statusCode(400);
        }
        operator().get("/api/v1/editions/999999999/deliveries").then().statusCode(404);
        operator().get("/api/v1/deliveries/999999999").then().statusCode(404);
        operator().get("/api/v1/deliveries/x").then().statusCode(404);
        search(Map.of()).then().statusCode(400);
        search(Map.of("address", "a@example.org", "subscription", 1)).then().statusCode(400);
        search(Map.of("address", "nobody")).then().statusCode(400);
        search(Map.of("subscription", "seven")).then().statusCode(400);
        search(Map.of("address", "a@example.org", "limit", 1001)).then().statusCode(400);

        given().get(path).then().statusCode(401);
        given().get("/api/v1/editions").then().statusCode(401);
        given().get("/api/v1/deliveries/1").then().statusCode(401);
        given().get("/api/v1/deliveries/sums").then().statusCode(401);
        given().contentType(ContentType.JSON)
                .body(Map.of("address", "a@example.org"))
                .post("/api/v1/deliveries/search")
                .then()
                .statusCode(401);
    }

    @Test
    void alarmsOfComplaintsByReceiverAndOfEditionsThatStayOpen() {
        database.run(session -> {
            long edition = edition(session, "complaints");
            int mails = 2_000;
            mails(session, edition, SUBSCRIPTION, mails, "ACCEPTED");
            for (int i = 0; i < 3; i++) {
                mails(session, edition, reader(session, "a" + i + "@gmail.com"), 1, "ACCEPTED");
            }
            Alarms alarms = alarms(session, now);
            assertThat(alarms.look().alarms()).isEmpty();
            session.createNativeMutationQuery(
                            """
                            insert into returned_mail (about, subject, message_key, kind, at)
                            select 'DELIVERY', d.id, 'k', 'COMPLAINT', :now from delivery d
                            order by d.subscription_id limit 3
                            """)
                    .setParameter("now", now)
                    .executeUpdate();
            assertThat(alarms.look().complaintShares())
                    .as("all count, booked or not")
                    .containsOnlyKeys("all")
                    .hasEntrySatisfying(
                            "all", share -> assertThat(share).isEqualTo(3.0 / (mails + 3)));

            close(session, edition);
            Booking booking = booking(session, _ -> {});
            while (booking.next()) {}

            AlarmReport report = alarms.look();
            assertThat(report.alarms())
                    .extracting(Alarm::kind, Alarm::about)
                    .containsExactly(
                            tuple(Alarm.Kind.COMPLAINTS, "all"),
                            tuple(Alarm.Kind.COMPLAINTS, "google"));
            assertThat(report.complaintShares())
                    .containsEntry("google", 1.0)
                    .containsEntry("other", 0.0);

            edition(session, "late");
            Instant end = now.plusSeconds(3600);
            assertThat(alarms(session, end.plus(Duration.ofMinutes(14))).look().alarms())
                    .extracting(Alarm::kind)
                    .doesNotContain(Alarm.Kind.EDITION_LATE);
            assertThat(alarms(session, end.plus(Duration.ofMinutes(15))).look().alarms())
                    .extracting(Alarm::kind)
                    .contains(Alarm.Kind.EDITION_LATE);
        });
    }

    private Alarms alarms(StatelessSession session, Instant at) {
        Clock clock = Clock.fixed(at, ZoneOffset.UTC);
        return new Alarms(
                same(session),
                new ReturnedMails(same(session), addresses, new ReturnedMailCounts(), clock),
                traffic,
                new TestAlarmSettings(80, Duration.ofDays(7), Duration.ofMinutes(15)),
                clock);
    }

    /** Settings of a test. */
    record TestAlarmSettings(int complaints, Duration complaintsWithin, Duration editionLate)
            implements AlarmSettings {}

    @Test
    void showsAlarmsInMetricsAndInAHealthGroupOfTheirOwn() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        given().get("/q/metrics")
                                .then()
                                .body(containsString("papertide_alarms{alarm=\"complaints\"} 0.0"))
                                .body(
                                        containsString(
                                                "papertide_complaint_share{receiver=\"all\"}")));
        given().get("/q/health/group/alarms")
                .then()
                .statusCode(200)
                .body("checks.name", equalTo(List.of("alarms")));
        given().get("/q/health/ready").then().body("checks.name", not(hasItem("alarms")));
    }
}
