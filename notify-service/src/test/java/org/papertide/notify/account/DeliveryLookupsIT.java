package org.papertide.notify.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.testing.PapertideTestResource;

/** What operators look up, and stop, over HTTP. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class DeliveryLookupsIT extends AccountTables {

    @Test
    void stopsAnEditionSoThatNothingWaitsInIt() {
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
                    .body("accepted", equalTo(3));
        }
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        operator()
                                .get("/api/v1/editions/" + edition)
                                .then()
                                .body("pending", equalTo(0))
                                .body("exclusions.stopped", equalTo(2)));
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
    void showsWhatAPersonWasSentAndNeverTheAddress() {
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
}
