package org.papertide.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.papertide.notify.SampleEvents.breakout;
import static org.papertide.notify.SampleEvents.paper;
import static org.papertide.notify.SampleEvents.reason;
import static org.papertide.notify.SampleEvents.score;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.papertide.events.Breakout;
import org.papertide.events.EventCodec;
import org.papertide.events.Topic;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.signup.ExportResult;
import org.papertide.notify.signup.PreferencesResult;
import org.papertide.testing.Mailbox;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.TestStack;
import org.papertide.testing.WebhookReceiver;
import org.papertide.testing.WebhookReceiver.Answer;
import org.papertide.testing.WebhookReceiver.Received;

/** From the request for a webhook to what its receiver gets. */
@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "notify"))
class WebhooksIT extends ReaderSteps {

    private static final Duration LONG = Duration.ofMinutes(1);

    static TestStream stream;

    @Inject CandidateStore candidates;

    private final WebhookReceiver receiver = new WebhookReceiver();

    @BeforeAll
    static void open() {
        stream = new TestStream();
    }

    @AfterAll
    static void end() {
        stream.close();
    }

    /** Other stories count who gets what. */
    @AfterEach
    void clean() {
        List<Long> all =
                operator().get("/api/v1/webhooks").jsonPath().getList("webhooks.id", Long.class);
        all.forEach(id -> operator().delete("/api/v1/webhooks/" + id).then().statusCode(204));
        receiver.close();
    }

    private static RequestSpecification operator() {
        return with(PapertideTestResource.OPERATOR_TOKEN);
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    private Response create(String path, Map<String, ?> more) {
        Map<String, Object> request = new HashMap<>(more);
        request.put("url", receiver.uri(path).toString());
        return operator().body(request).post("/api/v1/webhooks");
    }

    private JsonPath made(String path, String word) {
        return made(path, Map.of("frequency", "INSTANT", "include", List.of(word)));
    }

    private JsonPath made(String path, Map<String, ?> more) {
        Response answer = create(path, more);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
        return answer.jsonPath();
    }

    private void breaksOut(int number, String title) {
        stream.send(
                Topic.BREAKOUTS,
                EventCodec.BREAKOUT,
                breakout(paper(number, title), 60, clock.instant()));
    }

    private List<Received> received(int count) {
        await().atMost(LONG).until(() -> receiver.received().size() >= count);
        return receiver.received();
    }

    private static void verify(String secret, Received request) {
        HttpHeaders headers =
                HttpHeaders.of(
                        Map.of(
                                "webhook-id", List.of(request.headers().get("webhook-id")),
                                "webhook-timestamp",
                                        List.of(request.headers().get("webhook-timestamp")),
                                "webhook-signature",
                                        List.of(request.headers().get("webhook-signature"))),
                        (_, _) -> true);
        assertThatCode(() ->
                        new com.standardwebhooks.Webhook(secret).verify(request.body(), headers))
                .doesNotThrowAnyException();
    }

    @Test
    void callsASignedWebhookForEachBreakoutThatPasses() {
        JsonPath made = made("/a", "anemone");
        assertThat(made.getString("state")).isEqualTo("ACTIVE");
        String secret = made.getString("secret");
        long id = made.getLong("id");
        assertThat(receiver.challenges()).hasSize(1);

        breaksOut(6101, "Nothing of it");
        long begun = System.nanoTime();
        breaksOut(6102, "An anemone");
        Received first = received(1).getFirst();
        System.out.printf(
                "breakout to webhook: %d ms%n",
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        JsonPath event = JsonPath.from(first.body());
        assertThat(event.getString("type")).isEqualTo("paper.breakout");
        assertThat(event.getString("data.paper.title")).isEqualTo("An anemone");
        verify(secret, first);

        JsonPath rotated = with(secret).post("/api/v1/webhooks/" + id + "/rotate").jsonPath();
        assertThat(rotated.getString("secret")).isNotEqualTo(secret);
        breaksOut(6103, "Another anemone");
        Received second = received(2).getLast();
        verify(secret, second);
        verify(rotated.getString("secret"), second);
        assertThat(second.headers().get("webhook-id"))
                .isNotEqualTo(first.headers().get("webhook-id"));

        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(
                                        with(rotated.getString("secret"))
                                                .get("/api/v1/webhooks/" + id + "/deliveries")
                                                .jsonPath()
                                                .getList("deliveries.state"))
                                .containsExactly("ACCEPTED", "ACCEPTED"));
        assertThat(receiver.received()).hasSize(2);
    }

    @Test
    void opensAWebhookToItsSecretAlone() {
        JsonPath made = made("/b", "barnacle");
        long id = made.getLong("id");
        String other = made("/c", "barnacle").getString("secret");
        String path = "/api/v1/webhooks/" + id;
        for (String wrong : List.of(other, "whsec_x", "x")) {
            with(wrong).get(path).then().statusCode(401);
            with(wrong).delete(path).then().statusCode(401);
        }
        given().get(path).then().statusCode(401);
        given().get("/api/v1/webhooks").then().statusCode(401);
        given().contentType(ContentType.JSON)
                .body(Map.of("url", receiver.uri("/x").toString()))
                .post("/api/v1/webhooks")
                .then()
                .statusCode(401);
        JsonPath seen = with(made.getString("secret")).get(path).jsonPath();
        assertThat(seen.getString("secret")).isNull();
        assertThat(seen.getList("include")).containsExactly("barnacle");
        JsonPath changed =
                with(made.getString("secret"))
                        .body(Map.of("include", List.of("limpet"), "format", "slack"))
                        .patch(path)
                        .jsonPath();
        assertThat(changed.getList("include")).containsExactly("limpet");
        assertThat(changed.getString("frequency")).isEqualTo("INSTANT");
        assertThat(changed.getString("format")).isEqualTo("slack");
        with(made.getString("secret")).delete(path).then().statusCode(204);
        operator().get(path).then().statusCode(404);
    }

    /** A change of another thing than the hour does not take away a digest that is to come. */
    @Test
    void leavesTheNextDigestOfAWebhookThatIsChanged() {
        JsonPath made = made("/d", Map.of("frequency", "DAILY", "include", List.of("whelk")));
        String slot = "2099-05-04 06:00:00+00";
        change("update subscription set next_slot = '" + slot + "' where include = '{whelk}'");

        with(made.getString("secret"))
                .body(Map.of("include", List.of("winkle")))
                .patch("/api/v1/webhooks/" + made.getLong("id"))
                .then()
                .statusCode(200);

        assertThat(
                        rows(
                                "select next_slot at time zone 'UTC' || '+00' from subscription"
                                        + " where include = '{winkle}'"))
                .containsExactly(slot);
    }

    @Test
    void refusesTargetsThatAreClosedOrDoNotEcho() {
        for (String url :
                List.of(
                        "http://10.0.0.1:8080/",
                        "http://169.254.169.254/latest/meta-data",
                        "http://[::1]:8080/",
                        "http://[::ffff:10.0.0.1]/",
                        "http://2130706433.example.invalid/")) {
            Response answer = operator().body(Map.of("url", url)).post("/api/v1/webhooks");
            assertThat(answer.statusCode()).as(url).isEqualTo(400);
            assertThat(answer.jsonPath().getString("errors[0].field")).isEqualTo("url");
        }
        receiver.echoes(false);
        receiver.answer(_ -> new Answer(302, "", Map.of("Location", "http://10.0.0.1/")));
        assertThat(create("/", Map.of()).jsonPath().getString("detail")).contains("302");
        receiver.answer(_ -> new Answer(200, "<html>garbage", Map.of()));
        assertThat(create("/", Map.of()).jsonPath().getString("detail"))
                .contains("without the challenge");
        receiver.answer(_ -> new Answer(200, "{\"challenge\":\"another\"}", Map.of()));
        assertThat(create("/", Map.of()).statusCode()).isEqualTo(400);
        for (Map<String, ?> wrong :
                List.of(
                        Map.of("format", "telegraph"),
                        Map.of("frequency", "INSTANT", "events", List.of("digest")),
                        Map.of("events", List.of("everything")),
                        Map.of("preferences", "no-token"),
                        Map.of("email", "no address"),
                        Map.of("categories", List.of("not a category")),
                        Map.of("secret", "whsec_x"))) {
            assertThat(create("/", wrong).statusCode()).as(wrong.toString()).isEqualTo(400);
        }
        assertThat(operator().get("/api/v1/webhooks").jsonPath().getList("webhooks")).isEmpty();
    }

    @Test
    void triesAgainWithTheSameIdAndInOrderPerPaper() {
        AtomicInteger failures = new AtomicInteger(3);
        receiver.answer(request ->
                request.body().contains("conch") && failures.getAndDecrement() > 0
                        ? Answer.of(503)
                        : Answer.of(200));
        made("/d", "conch");
        Instant now = clock.instant();
        for (int level = 1; level <= 3; level++) {
            stream.send(
                    Topic.BREAKOUTS,
                    EventCodec.BREAKOUT,
                    new Breakout(
                            paper(6110, "A conch"),
                            60,
                            40.0 * level,
                            level,
                            List.of(reason()),
                            now));
        }
        List<Received> all = received(6);
        assertThat(
                        all.stream()
                                .map(request -> JsonPath.from(request.body()).getInt("data.level"))
                                .toList())
                .containsExactly(1, 1, 1, 1, 2, 3);
        List<String> ids =
                all.stream().map(request -> request.headers().get("webhook-id")).toList();
        assertThat(ids.subList(0, 4)).containsOnly(ids.getFirst());
        assertThat(ids.subList(3, 6)).doesNotHaveDuplicates();
    }

    @Test
    void givesAndForgetsWhatIsKeptOfWebhooksWithTheirOwner() {
        String address = TestStack.get().newAddress("erased-owner");
        Mailbox mailbox = TestStack.get().mailbox(address);
        subscribe(Map.of("email", address, "frequency", "DAILY", "include", List.of("nothing")));
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        String preferences =
                token(
                        mailbox.await(mail -> mail.link("/preferences/").isPresent()).text(),
                        "preferences");
        JsonPath made =
                made(
                        "/ownpath",
                        Map.of(
                                "frequency",
                                "INSTANT",
                                "include",
                                List.of("sunfish"),
                                "email",
                                address));
        // Whatever can be given of another one.
        String marker = "zqxjkvbwebhook";
        var _ =
                made(
                        "/" + marker,
                        Map.of(
                                "events", List.of("breakout"),
                                "frequency", "INSTANT",
                                "include", List.of(marker),
                                "exclude", List.of("not " + marker),
                                "authors", List.of("Ada " + marker),
                                "about", List.of("about " + marker),
                                "notAbout", List.of("not about " + marker),
                                "email", address));
        assertThat(tablesWith(marker)).contains("webhook", "subscription");
        breaksOut(6130, "A sunfish");
        received(1);
        String at = "http://127.0.0.1:" + receiver.uri("/").getPort();
        String deliveries = "select state from delivery where receiver = '%s'".formatted(at);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(rows(deliveries)).containsExactly("ACCEPTED"));

        assertThat(subscriptions.export(preferences))
                .isInstanceOfSatisfying(
                        ExportResult.Document.class,
                        found -> assertThat(found.json()).contains("/ownpath", at, "breakout"));
        assertThat(subscriptions.erase(preferences)).isInstanceOf(PreferencesResult.Erased.class);

        assertThat(rows(deliveries)).isEmpty();
        assertThat(tablesWith("ownpath")).isEmpty();
        assertThat(tablesWith(marker)).isEmpty();
        assertThat(operator().get("/api/v1/webhooks/" + made.getLong("id")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void endsAWebhookThatIsGoneTellsItsOwnerAndSendsAgain() {
        String address = TestStack.get().newAddress("owner");
        Mailbox mailbox = TestStack.get().mailbox(address);
        JsonPath made =
                made(
                        "/e",
                        Map.of(
                                "events",
                                List.of("breakout"),
                                "include",
                                List.of("dogfish"),
                                "email",
                                address));
        long id = made.getLong("id");
        assertThat(made.getString("frequency")).isEqualTo("INSTANT");
        receiver.answer(_ -> Answer.of(410));
        breaksOut(6120, "A dogfish");
        assertThat(mailbox.await(mail -> mail.subject().contains("webhook")).text())
                .contains("HTTP 410", "/api/v1/webhooks/" + id + "/begin")
                .doesNotContain("/e ");
        JsonPath ended = operator().get("/api/v1/webhooks/" + id).jsonPath();
        assertThat(ended.getString("state")).isEqualTo("ENDED");
        assertThat(ended.getString("endReason")).isEqualTo("HTTP 410");
        receiver.answer(_ -> Answer.of(200));
        assertThat(
                        operator()
                                .post("/api/v1/webhooks/" + id + "/begin")
                                .jsonPath()
                                .getString("state"))
                .isEqualTo("ACTIVE");
        String path = "/api/v1/webhooks/" + id;
        JsonPath log = with(made.getString("secret")).get(path + "/deliveries").jsonPath();
        assertThat(log.getList("deliveries.state")).contains("REJECTED");
        with(made.getString("secret"))
                .body(
                        Map.of(
                                "delivery",
                                log.getLong("deliveries.find { it.state == 'REJECTED' }.id")))
                .post(path + "/resend")
                .then()
                .statusCode(202);
        Instant now = clock.instant();
        with(made.getString("secret"))
                .body(Map.of("from", now.toString(), "until", now.minusSeconds(1).toString()))
                .post(path + "/resend")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("from"));
        List<Received> all = received(2);
        assertThat(all.get(1).headers().get("webhook-id"))
                .isEqualTo(all.get(0).headers().get("webhook-id"));
        assertThat(all.get(1).body()).isEqualTo(all.get(0).body());
        assertThat(
                        operator()
                                .body(Map.of("from", clock.instant().minusSeconds(600).toString()))
                                .post(path + "/resend")
                                .jsonPath()
                                .getInt("planned"))
                .isPositive();
        received(3);
    }

    @Test
    void sendsDigestsInTheFormatOfARoomOnceSomebodyThereConfirmed() {
        Instant now = clock.instant();
        stream.send(Topic.SCORES, EventCodec.SCORE, score(paper(6130, "Elver & eel"), 90, 10, now));
        await().atMost(LONG)
                .until(() -> candidates.scores(List.of(SampleEvents.id(6130))).size() == 1);
        receiver.echoes(false);
        Response answer = create("/f", Map.of("format", "slack", "include", List.of("elver")));
        assertThat(answer.statusCode()).isEqualTo(202);
        long id = answer.jsonPath().getLong("id");
        String challenge =
                JsonPath.from(receiver.challenges().getFirst().body()).getString("challenge");
        assertThat(receiver.challenges().getFirst().body()).contains("confirm with this challenge");
        String path = "/api/v1/webhooks/" + id;
        operator().body(Map.of("challenge", "aaaa")).post(path + "/confirm").then().statusCode(400);
        assertThat(
                        operator()
                                .body(Map.of("challenge", challenge))
                                .post(path + "/confirm")
                                .jsonPath()
                                .getString("state"))
                .isEqualTo("ACTIVE");
        long edition = runDaily(Map.of("asOf", now.plusSeconds(11).toString()));
        Received digest = received(1).getFirst();
        assertThat(JsonPath.from(digest.body()).getString("blocks[0].text.text"))
                .isEqualTo("Papers of the day");
        assertThat(digest.body()).contains("Elver &amp; eel");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(account(edition, "closed")).isEqualTo("true"));
    }

    @Test
    void aReceiverThatHangsDelaysNoOther() {
        CountDownLatch end = new CountDownLatch(1);
        try (WebhookReceiver hanging = new WebhookReceiver()) {
            hanging.answer(_ -> {
                awaitEnd(end);
                return Answer.of(200);
            });
            for (int i = 0; i < 40; i++) {
                operator()
                        .body(
                                Map.of(
                                        "url",
                                        hanging.uri("/" + i).toString(),
                                        "frequency",
                                        "INSTANT",
                                        "include",
                                        List.of("flounder")))
                        .post("/api/v1/webhooks")
                        .then()
                        .statusCode(201);
            }
            made("/g", "flounder");
            for (int i = 0; i < 3; i++) {
                breaksOut(6140 + i, "Flounder " + i);
            }
            received(3);
            assertThat(hanging.received()).isNotEmpty();
            end.countDown();
        }
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
