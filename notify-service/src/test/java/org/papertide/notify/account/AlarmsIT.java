package org.papertide.notify.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.Test;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.edition.EditionRepository;
import org.papertide.notify.edition.EditionRepository_;
import org.papertide.notify.returned.ReturnedMailCounts;
import org.papertide.notify.returned.ReturnedMails;
import org.papertide.notify.smtp.Relays;
import org.papertide.testing.PapertideTestResource;

/** What an operator has to look at, by the tables. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class AlarmsIT extends AccountTables {

    private List<Relays.Resting> resting = List.of();

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

    @Test
    void alarmsForADayOfAnEditionThatIsStoppedUnlessTheOperatorStoppedIt() {
        database.run(session -> {
            EditionRepository editions = new EditionRepository_(session);
            long faulty = edition(session, "faulty");
            editions.stop(faulty, now, "554 5.6.0 malformed");
            editions.stop(edition(session, "unwanted"), now, EditionRepository.BY_OPERATOR);
            close(session, faulty);
            Instant dayAfter = now.plus(Duration.ofDays(1));
            assertThat(alarms(session, dayAfter.minusMillis(1)).look().alarms())
                    .filteredOn(alarm -> alarm.kind() == Alarm.Kind.EDITION_STOPPED)
                    .containsExactly(
                            new Alarm(
                                    Alarm.Kind.EDITION_STOPPED,
                                    Long.toString(faulty),
                                    "554 5.6.0 malformed"));
            assertThat(alarms(session, dayAfter).look().alarms())
                    .extracting(Alarm::kind)
                    .doesNotContain(Alarm.Kind.EDITION_STOPPED);
        });
    }

    @Test
    void namesARelayThatTakesNoMail() {
        resting = List.of(new Relays.Resting("spare", now.plusSeconds(5), "452 4.3.1 full"));
        database.run(session ->
                assertThat(alarms(session, now).look().alarms())
                        .filteredOn(alarm -> alarm.kind() == Alarm.Kind.RELAY_RESTS)
                        .containsExactly(
                                new Alarm(
                                        Alarm.Kind.RELAY_RESTS,
                                        "spare",
                                        "asked again at %s, 452 4.3.1 full"
                                                .formatted(now.plusSeconds(5)))));
    }

    private Alarms alarms(StatelessSession session, Instant at) {
        Clock clock = Clock.fixed(at, ZoneOffset.UTC);
        return new Alarms(
                same(session),
                new ReturnedMails(
                        same(session), addresses, new ReturnedMailCounts(), traffic, clock),
                traffic,
                () -> resting,
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
