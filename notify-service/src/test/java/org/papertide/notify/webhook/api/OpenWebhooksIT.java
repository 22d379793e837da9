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
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.notify.EmptyTables;
import org.papertide.notify.NoWorkers;
import org.papertide.platform.database.Database;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.WebhookReceiver;
import org.papertide.testing.WebhookReceiver.Answer;

/** Where anybody may create webhooks, a thousand for each owner. */
@QuarkusTest
@TestProfile(NoWorkers.class)
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "delivery"))
class OpenWebhooksIT {

    private static final String WEBHOOKS = "/api/v1/webhooks";

    @Inject Database database;

    private final WebhookReceiver receiver = new WebhookReceiver();

    @BeforeEach
    void empty() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        EmptyTables.empty(database, "subscriber, subscription, delivery, edition, content");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    private Response create(RequestSpecification client, Map<String, ?> more) {
        return client.contentType(ContentType.JSON)
                .body(
                        Stream.concat(
                                        Map.of("url", receiver.uri("/hook").toString())
                                                .entrySet()
                                                .stream(),
                                        more.entrySet().stream())
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                .post(WEBHOOKS);
    }

    private long webhooks() {
        return database.<Long>inTransaction(session ->
                session.createNativeQuery(
                                "select count(*) from subscription where receiver is not null",
                                Long.class)
                        .getSingleResult());
    }

    @Test
    void anybodyMakesOneAndHasThisOneAlone() {
        JsonPath made = create(given(), Map.of("frequency", "INSTANT")).jsonPath();
        assertThat(made.getString("state")).isEqualTo("ACTIVE");
        assertThat(receiver.challenges()).hasSize(1);
        String own = WEBHOOKS + "/" + made.getLong("id");
        String secret = made.getString("secret");
        long other = create(given(), Map.of()).jsonPath().getLong("id");

        given().get(WEBHOOKS).then().statusCode(401);
        with(secret).get(WEBHOOKS).then().statusCode(401);
        given().get(own).then().statusCode(401);
        with(secret).get(WEBHOOKS + "/" + other).then().statusCode(401);
        with(secret).delete(WEBHOOKS + "/" + other).then().statusCode(401);
        with(secret).get(own).then().statusCode(200);
        for (String malformed :
                List.of(
                        "whsec_",
                        "whsec_!",
                        "whsec_c2hvcnQ=",
                        secret + "A",
                        secret.substring(0, secret.length() - 4),
                        secret.replace("whsec_", "whsk_"),
                        secret.substring("whsec_".length()),
                        "whsec_" + "A".repeat(5000))) {
            with(malformed).get(own).then().statusCode(401);
            with(malformed).post(own + "/rotate").then().statusCode(401);
        }
        with(secret).delete(own).then().statusCode(204);
        assertThat(webhooks()).isOne();
    }

    @Test
    void aStrangerNamesNoAddressAndLeavesNothingWhereNobodyEchoes() {
        Response named = create(given(), Map.of("email", "victim@example.org"));
        assertThat(named.statusCode()).isEqualTo(400);
        assertThat(named.jsonPath().getString("errors[0].field")).isEqualTo("email");
        assertThat(create(with("no-token"), Map.of()).statusCode()).isEqualTo(401);
        receiver.echoes(false);
        receiver.answer(_ -> Answer.of(204));
        assertThat(create(given(), Map.of()).statusCode()).isEqualTo(400);
        assertThat(webhooks()).isZero();
    }

    /** Those who come at once as well: none is more than may be. */
    @Test
    void anOwnerHasAThousandAndNoMore() throws Exception {
        long first = create(given(), Map.of()).jsonPath().getLong("id");
        String secret = create(given(), Map.of()).jsonPath().getString("secret");
        assertThat(secret).isNotNull();
        copy(first, 988);
        List<Callable<Integer>> requests =
                Collections.nCopies(30, () -> create(given(), Map.of()).statusCode());
        try (ExecutorService clients = Executors.newFixedThreadPool(10)) {
            List<Integer> answers =
                    clients.invokeAll(requests).stream().map(Future::resultNow).toList();
            assertThat(answers.stream().filter(status -> status == 201)).hasSize(10);
            assertThat(answers.stream().filter(status -> status == 409)).hasSize(20);
        }
        assertThat(webhooks()).isEqualTo(1_000);
        assertThat(receiver.challenges()).as("who is refused is not asked").hasSize(12);

        RequestSpecification operator = with(PapertideTestResource.OPERATOR_TOKEN);
        assertThat(create(operator, Map.of()).statusCode())
                .as("another owner has a thousand as well")
                .isEqualTo(201);
        with(PapertideTestResource.OPERATOR_TOKEN)
                .delete(WEBHOOKS + "/" + first)
                .then()
                .statusCode(204);
        assertThat(create(given(), Map.of()).statusCode()).isEqualTo(201);
        assertThat(create(given(), Map.of()).statusCode()).isEqualTo(409);
    }

    private void copy(long webhook, int times) {
        database.run(session ->
                session.createNativeMutationQuery(
                                """
                                insert into subscription (subscriber_id, state, frequency, timezone,
                                    hour, categories, include, exclude, authors, paper_limit,
                                    filter_key, requested_at, receiver)
                                select subscriber_id, 'ENDED', frequency, timezone, hour, categories,
                                    include, exclude, authors, paper_limit, filter_key,
                                    requested_at, receiver
                                from subscription, generate_series(1, :times) where id = :id
                                """)
                        .setParameter("times", times)
                        .setParameter("id", webhook)
                        .executeUpdate());
    }
}
