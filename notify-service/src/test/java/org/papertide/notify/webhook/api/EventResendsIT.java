package org.papertide.notify.webhook.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.notify.EmptyTables;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.signup.SubscriptionSettings;
import org.papertide.notify.subscription.Channel;
import org.papertide.platform.database.Database;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.WebhookReceiver;

/** What is sent again, and how often: no worker takes it meanwhile. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class EventResendsIT {

    private static final String WEBHOOKS = "/api/v1/webhooks";
    private static final int MOST = EventResends.MOST_AGAIN;

    @Inject Database database;
    @Inject SubscriptionSettings subscriptions;
    @Inject Clock clock;

    private final WebhookReceiver receiver = new WebhookReceiver();
    private long webhook;
    private String secret = "";
    private Instant settled = Instant.EPOCH;

    @BeforeEach
    void begin() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        EmptyTables.empty(database, "subscriber, subscription, theme, delivery, edition, content");
        settled = clock.instant().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
        JsonPath made =
                with(PapertideTestResource.OPERATOR_TOKEN)
                        .body(
                                Map.of(
                                        "url",
                                        receiver.uri("/again").toString(),
                                        "frequency",
                                        "INSTANT"))
                        .post(WEBHOOKS)
                        .jsonPath();
        webhook = made.getLong("id");
        secret = made.getString("secret");
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    /** Events that the webhook was sent, each settled a millisecond after the one before. */
    private void sent(int events, String state) {
        change(
                """
                insert into content (id, kind, subject, body_text, body_html, created_at)
                select :state || n, 'ALERT', 's', '{}', '', :at
                from generate_series(1, :events) n
                """,
                events,
                state);
        change(
                """
                insert into edition (edition_key, kind, as_of, planned_at, expires_at, frozen_at,
                    composed_at, closed_at)
                select 'ALERT/' || :state || n, 'ALERT', :at, :at, :at, :at, :at, :at
                from generate_series(1, :events) n
                """,
                events,
                state);
        change(
                """
                insert into delivery (edition_id, subscription_id, subscriber_id, local_period,
                    state, content_id, priority, receiver, parked_for, settled_at)
                select e.id, %d, %d, 'paper/' || :state || n, :state, :state || n, 1, '%s',
                    'webhook', cast(:at as timestamptz) + n * interval '1 ms'
                from generate_series(1, :events) n
                    join edition e on e.edition_key = 'ALERT/' || :state || n
                order by n
                """
                        .formatted(webhook, Channel.readerOf(webhook), receiver.uri("")),
                events,
                state);
    }

    private void change(String statement, int events, String state) {
        int changed =
                database.inTransaction(session ->
                        session.createNativeMutationQuery(statement)
                                .setParameter("events", events)
                                .setParameter("state", state)
                                .setParameter("at", settled)
                                .executeUpdate());
        assertThat(changed).isEqualTo(events);
    }

    private long count(String condition) {
        return database.<Long>inTransaction(session ->
                session.createNativeQuery(
                                "select count(*) from delivery where " + condition, Long.class)
                        .getSingleResult());
    }

    /** A receiver takes all that goes again. */
    private void takes() {
        database.run(session ->
                session.createNativeMutationQuery(
                                """
                                update delivery set state = 'ACCEPTED', next_attempt_at = null,
                                    settled_at = cast(:now as timestamptz)
                                where state = 'PLANNED'
                                """)
                        .setParameter("now", clock.instant())
                        .executeUpdate());
    }

    private Response resend(String token, Map<String, ?> body) {
        return with(token).body(body).post(WEBHOOKS + "/" + webhook + "/resend");
    }

    private JsonPath planned(Map<String, ?> body) {
        Response answer = resend(PapertideTestResource.OPERATOR_TOKEN, body);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        return answer.jsonPath();
    }

    private Map<String, Object> hour() {
        return new HashMap<>(Map.of("from", settled.toString()));
    }

    @Test
    void addsNothingTwiceWhileTheFirstWaits() {
        sent(20, "EXPIRED");
        assertThat(planned(hour()).getInt("planned")).isEqualTo(20);
        assertThat(planned(hour()).getInt("planned")).isZero();
        long one = idOf("EXPIRED7");
        assertThat(planned(Map.of("delivery", one)).getInt("planned")).isZero();
        assertThat(count("state = 'PLANNED'")).isEqualTo(20);
        database.run(session ->
                session.createNativeMutationQuery(
                                "update delivery set state = 'HANDED' where state = 'PLANNED'")
                        .executeUpdate());
        assertThat(planned(hour()).getInt("planned")).as("on their way").isZero();
    }

    @Test
    void addsNothingThatWaitsForItsFirstTime() {
        sent(1, "EXPIRED");
        database.run(session ->
                session.createNativeMutationQuery(
                                "update delivery set state = 'DEFERRED', settled_at = null")
                        .executeUpdate());
        assertThat(planned(Map.of("delivery", idOf("EXPIRED1"))).getInt("planned")).isZero();
    }

    @Test
    void sendsEachEventOnceHoweverOftenItWasSentBefore() {
        sent(20, "ACCEPTED");
        for (int time = 1; time <= 3; time++) {
            assertThat(planned(hour()).getInt("planned")).isEqualTo(20);
            takes();
        }
        assertThat(count("local_period like 'again/%' and state = 'ACCEPTED'")).isEqualTo(60);
    }

    @Test
    void goesOnWhereTheAnswerBeforeEnded() {
        sent(MOST + 5, "EXPIRED");
        JsonPath first = planned(hour());
        assertThat(first.getInt("planned")).isEqualTo(MOST);
        assertThat(first.getBoolean("more")).isTrue();
        assertThat(first.getLong("next")).isEqualTo(idOf("EXPIRED" + MOST));
        takes();
        Map<String, Object> rest = hour();
        rest.put("after", first.getLong("next"));
        JsonPath second = planned(rest);
        assertThat(second.getInt("planned")).isEqualTo(5);
        assertThat(second.getBoolean("more")).isFalse();
        assertThat(second.getString("next")).isNull();
        assertThat(
                        count(
                                "local_period like 'again/%' and content_id in ('EXPIRED1',"
                                        + " 'EXPIRED1001')"))
                .isEqualTo(2);
    }

    @Test
    void refusesWhatIsMoreThanMayWaitAndSaysWhenToAskAgain() {
        sent(MOST - 10, "EXPIRED");
        sent(30, "REJECTED");
        assertThat(planned(of("EXPIRED")).getInt("planned")).isEqualTo(MOST - 10);
        JsonPath some = planned(of("REJECTED"));
        assertThat(some.getInt("planned")).isEqualTo(10);
        assertThat(some.getLong("next")).isEqualTo(idOf("REJECTED10"));
        Instant next = clock.instant().plusSeconds(600);
        database.run(session ->
                session.createNativeMutationQuery(
                                "update delivery set next_attempt_at = :next where state = 'PLANNED'")
                        .setParameter("next", next)
                        .executeUpdate());
        assertThat(planned(of("EXPIRED")).getInt("planned")).as("all of them wait").isZero();

        Response full = resend(PapertideTestResource.OPERATOR_TOKEN, of("REJECTED"));
        assertThat(full.statusCode()).isEqualTo(409);
        assertThat(full.contentType()).startsWith("application/problem+json");
        assertThat(full.jsonPath().getString("detail"))
                .contains("1000 events", "Ask again")
                .contains(next.truncatedTo(ChronoUnit.SECONDS).toString());
        assertThat(Long.parseLong(full.header("Retry-After"))).isBetween(500L, 600L);
        assertThat(count("local_period like 'again/%'")).isEqualTo(MOST);
        takes();
        assertThat(planned(of("REJECTED")).getInt("planned")).isEqualTo(30);
    }

    private Map<String, Object> of(String state) {
        Map<String, Object> body = hour();
        body.put("state", state);
        return body;
    }

    @Test
    void letsNoTwoRequestsAtOncePassTogether() throws Exception {
        sent(MOST, "EXPIRED");
        int clients = 6;
        CountDownLatch begin = new CountDownLatch(1);
        int planned = 0;
        try (ExecutorService executor = Executors.newFixedThreadPool(clients)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                Callable<Integer> asking =
                        () -> {
                            begin.await();
                            return planned(hour()).getInt("planned");
                        };
                answers.add(executor.submit(asking));
            }
            begin.countDown();
            for (Future<Integer> answer : answers) {
                planned += answer.get();
            }
        }
        assertThat(planned).isEqualTo(MOST);
        assertThat(count("local_period like 'again/%'")).isEqualTo(MOST);
    }

    /** Of a server of its own: who asks from this machine is limited where a proxy passes it on. */
    @Test
    void limitsHowOftenAnOwnerAsksButNotAnOperator() {
        sent(1, "EXPIRED");
        Map<Integer, Integer> answers = new HashMap<>();
        for (int time = 0; time <= subscriptions.requestsPerClientAndHour(); time++) {
            Response answer =
                    with(secret)
                            .header("X-Forwarded-For", "192.0.2.77")
                            .body(hour())
                            .post(WEBHOOKS + "/" + webhook + "/resend");
            answers.merge(answer.statusCode(), 1, Integer::sum);
        }
        assertThat(answers)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(202, subscriptions.requestsPerClientAndHour(), 429, 1));
        assertThat(planned(hour()).getInt("planned")).isZero();
    }

    private long idOf(String content) {
        return database.<Long>inTransaction(session ->
                session.createNativeQuery(
                                "select min(id) from delivery where content_id = '" + content + "'",
                                Long.class)
                        .getSingleResult());
    }
}
