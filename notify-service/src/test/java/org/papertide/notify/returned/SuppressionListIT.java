package org.papertide.notify.returned;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.suppression.Suppressions;
import org.papertide.platform.database.Database;
import org.papertide.platform.guard.HttpSettings;
import org.papertide.testing.PapertideTestResource;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "notify"))
class SuppressionListIT {

    private static final String LIST = "/api/v1/suppressions";

    @TestHTTPResource("/")
    URI service = URI.create("http://localhost");

    @Inject Database database;
    @Inject AddressHashes hashes;
    @Inject Clock clock;
    @Inject SuppressionList list;
    @Inject HttpSettings http;

    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        database.run(session ->
                session.createNativeMutationQuery("delete from suppression").executeUpdate());
    }

    private static RequestSpecification operator() {
        return given().config(
                        RestAssuredConfig.config()
                                .encoderConfig(
                                        EncoderConfig.encoderConfig()
                                                .appendDefaultContentCharsetToContentTypeIfUndefined(
                                                        false)))
                .header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN);
    }

    private static void suppress(String address) {
        operator()
                .contentType("application/json")
                .body(Map.of("address", address, "reason", "asked by letter"))
                .post(LIST)
                .then()
                .statusCode(200)
                .body("reason", equalTo("asked by letter"));
    }

    @Test
    void suppressesAnAddressAndLetsItGoAgain() {
        suppress("One@example.org");
        operator()
                .queryParam("address", "one@EXAMPLE.org")
                .get(LIST)
                .then()
                .statusCode(200)
                .body("reason", equalTo("asked by letter"))
                .body("address", nullValue());

        operator().queryParam("address", "one@example.org").delete(LIST).then().statusCode(204);

        operator().queryParam("address", "one@example.org").get(LIST).then().statusCode(404);
        operator().queryParam("address", "one@example.org").delete(LIST).then().statusCode(404);
    }

    /** The address is kept as its hash; beside it a reason would name it. */
    @Test
    void keepsNoAddressInAReason() throws IOException {
        String said = "550 5.1.1 The email account <Named@example.org> does not exist";
        String kept = "550 5.1.1 The email account … does not exist";
        operator()
                .contentType("application/json")
                .body(Map.of("address", "named@example.org", "reason", said))
                .post(LIST)
                .then()
                .statusCode(200)
                .body("reason", equalTo(kept));
        operator()
                .contentType("text/csv")
                .body("address,reason\nnamed2@example.org,named2 of example.org is gone\n")
                .post(LIST)
                .then()
                .statusCode(200);
        operator()
                .queryParam("address", "named2@example.org")
                .get(LIST)
                .then()
                .body("reason", equalTo("… of … is gone"));
    }

    /** Rows of releases that kept what a list said. */
    @Test
    void theMigrationTakesAddressesOutOfReasons() throws IOException {
        String migration;
        try (InputStream file =
                SuppressionListIT.class.getResourceAsStream(
                        "/db/migration/V28__reasons_without_addresses.sql")) {
            migration =
                    new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                            .replaceAll("(?m)^--.*$", "");
        }
        String hash = hashes.of(MailAddress.plainHash("old@example.org"));
        database.run(session -> {
            Suppressions.suppress(
                    session, hash, "no <old@example.org>, nor a@b.example here", clock.instant());
            session.createNativeMutationQuery(migration).executeUpdate();
        });
        String reason =
                database.inTransaction(
                        session -> Suppressions.find(session, hash).orElseThrow().reason());
        assertThat(reason).isEqualTo("no … nor … here");
    }

    @Test
    void forgetsTheFailuresOfAnAddressThatItLetsGo() {
        String hash = hashes.of(MailAddress.plainHash("two@example.org"));
        Suppressions failures = new Suppressions(database, clock);
        new Suppressions(database, Clock.offset(clock, Duration.ofDays(-1)))
                .count(hash, Suppressions.Failure.HARD, "550 no");
        suppress("two@example.org");
        operator().queryParam("address", hash).delete(LIST).then().statusCode(204);

        failures.count(hash, Suppressions.Failure.HARD, "550 no");

        operator().queryParam("address", hash).get(LIST).then().statusCode(404);
    }

    @Test
    void isTheOperatorsAlone() {
        given().get(LIST).then().statusCode(401);
        given().queryParam("address", "a@example.org").delete(LIST).then().statusCode(401);
        given().contentType("text/csv").body("a@example.org").post(LIST).then().statusCode(401);
        given().accept("text/csv").get(LIST).then().statusCode(401);
    }

    @Test
    void saysWhatIsWrong() {
        operator().queryParam("address", "nobody").get(LIST).then().statusCode(400);
        operator().queryParam("limit", "0").get(LIST).then().statusCode(400);
        operator().delete(LIST).then().statusCode(400);
        operator()
                .contentType("application/json")
                .body("{\"adress\": \"a@example.org\"}")
                .post(LIST)
                .then()
                .statusCode(400)
                .body("errors", hasSize(2));
        operator().queryParam("address", "255:" + "0".repeat(64)).get(LIST).then().statusCode(400);
    }

    @Test
    void takesWhatIsRightOfAListAndTellsTheRestByLine() {
        suppress("known@example.org");
        operator()
                .contentType("text/csv")
                .body(
                        """
                        email,reason,created
                        a@example.org,550 no such user,1777881600
                        not an address,550,1777881600
                        "b@example.org,550,1777881600

                        known@example.org,other,1777881600
                        c@example.org,,
                        A@example.org,again,
                        d@example.org,late,never
                        """
                                .getBytes(StandardCharsets.UTF_8))
                .post(LIST)
                .then()
                .statusCode(200)
                .body("lines", equalTo(7))
                .body("suppressed", equalTo(3))
                .body("known", equalTo(2))
                .body("wrong", equalTo(2))
                .body("errors.line", equalTo(List.of(3, 4, 9)));
        operator()
                .queryParam("address", "a@example.org")
                .get(LIST)
                .then()
                .body("reason", equalTo("550 no such user"))
                .body("at", equalTo("2026-05-04T08:00:00Z"));
        operator()
                .queryParam("address", "known@example.org")
                .get(LIST)
                .then()
                .body("reason", equalTo("asked by letter"));
    }

    /** Each line has an odd number of quotes, and yet nothing goes on in the next. */
    @Test
    void takesEachLineWhoseQuotesAreOfWhatIsSaid() {
        operator()
                .contentType("text/csv")
                .body(
                        """
                        email,reason
                        a@example.org,5" disk is full
                        b@example.org,plain
                        c@example.org,6" disk is full
                        d@example.org,7" and "8"
                        e@example.org,plain
                        """
                                .getBytes(StandardCharsets.UTF_8))
                .post(LIST)
                .then()
                .statusCode(200)
                .body("lines", equalTo(5))
                .body("suppressed", equalTo(5))
                .body("wrong", equalTo(0));
    }

    /** A reason in several lines; what a server wrote into it is no line of the list. */
    @Test
    void takesNoAddressOutOfAReason() {
        operator()
                .contentType("text/csv")
                .body(
                        """
                        email,reason
                        a@example.org,"550-no
                        victim@example.org,550
                        550 such ""user""\"
                        b@example.org,"one quote too many
                        c@example.org,550
                        """
                                .getBytes(StandardCharsets.UTF_8))
                .post(LIST)
                .then()
                .statusCode(200)
                .body("lines", equalTo(3))
                .body("suppressed", equalTo(2))
                .body("wrong", equalTo(1))
                .body("errors.line", equalTo(List.of(5)));
        operator()
                .queryParam("address", "a@example.org")
                .get(LIST)
                .then()
                .body("reason", equalTo("550-no … 550 such \"user\""));
        for (String taken : List.of("a@example.org", "c@example.org")) {
            operator().queryParam("address", taken).get(LIST).then().statusCode(200);
        }
        for (String left : List.of("victim@example.org", "b@example.org")) {
            operator().queryParam("address", left).get(LIST).then().statusCode(404);
        }
    }

    @Test
    void carriesTheWholeListElsewhere() {
        IntStream.range(0, 25).forEach(i -> suppress("reader" + i + "@example.org"));
        database.run(session ->
                new SubscriptionRepository_(session)
                        .insertSubscriber(
                                "Reader3@example.org",
                                "reader3@example.org",
                                hashes.of(MailAddress.plainHash("reader3@example.org")),
                                clock.instant()));
        for (String type : List.of("text/csv", "application/x-ndjson")) {
            String all =
                    operator().accept(type).get(LIST).then().statusCode(200).extract().asString();
            assertThat(all).contains("Reader3@example.org").doesNotContain("reader4");
            database.run(session ->
                    session.createNativeMutationQuery("delete from suppression").executeUpdate());

            operator()
                    .contentType(type)
                    .body(all.getBytes(StandardCharsets.UTF_8))
                    .post(LIST)
                    .then()
                    .statusCode(200)
                    .body("suppressed", equalTo(25))
                    .body("wrong", equalTo(0));

            assertThat(operator().accept(type).get(LIST).asString()).isEqualTo(all);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bro",
                "broken3@example.org,\"550 no\nvictim1@example.org,such\nvictim2@example.org\n"
            })
    void takesTheLinesBeforeAListBreaksOff(String end) throws IOException {
        InputStream gone = InputStream.nullInputStream();
        gone.close(); // From now on it throws.
        byte[] lines =
                ("address,reason\nbroken1@example.org,one\nbroken2@example.org,two\n" + end)
                        .getBytes(StandardCharsets.UTF_8);
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(lines), gone);

        assertThatIOException().isThrownBy(() -> list.read(SuppressionListFormat.CSV, broken));

        for (String address : List.of("broken1@example.org", "broken2@example.org")) {
            operator().queryParam("address", address).get(LIST).then().statusCode(200);
        }
        for (String address : List.of("victim1@example.org", "victim2@example.org")) {
            operator().queryParam("address", address).get(LIST).then().statusCode(404);
        }
    }

    @Test
    void showsTheListPageByPage() {
        IntStream.range(0, 5).forEach(i -> suppress("reader" + i + "@example.org"));
        String after = "";
        int seen = 0;
        for (int page = 1; page <= 3; page++) {
            Map<String, Object> body =
                    operator()
                            .queryParam("limit", "2")
                            .queryParam("after", after)
                            .get(LIST)
                            .jsonPath()
                            .getMap("");
            seen += ((List<?>) Objects.requireNonNull(body.get("suppressions"))).size();
            after = String.valueOf(body.get("next"));
        }
        assertThat(seen).isEqualTo(5);
        assertThat(after).isEqualTo("null");
    }

    /** A million lines would not fit into the limit of other requests, nor into one transaction. */
    @Test
    void takesALargeListFromAnUnannouncedBody() throws Exception {
        int count = 20_000;
        Iterator<byte[]> lines =
                IntStream.range(0, count)
                        .mapToObj(i ->
                                "{\"address\": \"many%d@example.org\"}\n"
                                        .formatted(i)
                                        .getBytes(StandardCharsets.UTF_8))
                        .iterator();
        HttpResponse<String> answer =
                post(
                        LIST,
                        "application/x-ndjson",
                        HttpRequest.BodyPublishers.ofByteArrays(() -> lines));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"suppressed\":" + count);
    }

    /** It arrives as slowly as it is written. */
    @Test
    void takesALargeListForAsLongAsItTakes() {
        assertThat(http.longRequests()).hasValueSatisfying(all -> assertThat(all).contains(LIST));
    }

    @Test
    void takesNoMoreElsewhereThanBefore() throws Exception {
        byte[] large = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        for (HttpRequest.BodyPublisher body :
                List.of(
                        HttpRequest.BodyPublishers.ofByteArray(large),
                        HttpRequest.BodyPublishers.ofByteArrays(List.of(large)))) {
            assertThat(post("/api/v1/subscriptions", "application/json", body).statusCode())
                    .isEqualTo(413);
        }
    }

    private HttpResponse<String> post(String path, String type, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(
                    HttpRequest.newBuilder(service.resolve(path))
                            .header(
                                    "Authorization",
                                    "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                            .header("Content-Type", type)
                            .POST(body)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
