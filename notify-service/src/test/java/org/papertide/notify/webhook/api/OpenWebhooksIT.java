package org.papertide.notify.webhook.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.notify.EmptyTables;
import org.papertide.notify.NoWorkers;
import org.papertide.notify.message.SiteLinks;
import org.papertide.notify.signup.SubscriptionSettings;
import org.papertide.notify.token.Tokens;
import org.papertide.notify.webhook.WebhookCaller;
import org.papertide.notify.webhook.WebhookClient;
import org.papertide.notify.webhook.WebhookFormats;
import org.papertide.notify.webhook.WebhookSecrets;
import org.papertide.notify.webhook.WebhookSettings;
import org.papertide.platform.database.Database;
import org.papertide.platform.guard.Client;
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
    @Inject Tokens tokens;
    @Inject WebhookSecrets secrets;
    @Inject WebhookSettings settings;
    @Inject WebhookOwners owners;
    @Inject WebhookRows rows;
    @Inject SubscriptionSettings subscriptions;
    @Inject Clock clock;

    private final WebhookReceiver receiver = new WebhookReceiver();

    @BeforeEach
    void empty() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
        EmptyTables.empty(database, "subscriber, subscription, theme, delivery, edition, content");
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

    /** The last challenge that a receiver was shown. */
    private static String shown(WebhookReceiver at) {
        return JsonPath.from(at.challenges().getLast().body()).getString("challenge");
    }

    private static int confirm(String secret, String own, String challenge) {
        return with(secret)
                .body(Map.of("challenge", challenge))
                .post(own + "/confirm")
                .statusCode();
    }

    private static String state(String secret, String own) {
        return with(secret).get(own).jsonPath().getString("state");
    }

    private void end(long webhook) {
        database.run(session ->
                session.createNativeMutationQuery(
                                "update subscription set state = 'ENDED', ended_at = now() where id = :id")
                        .setParameter("id", webhook)
                        .executeUpdate());
    }

    @Test
    void aChallengeBeginsNothingButWhatItWasSentFor() {
        try (WebhookReceiver other = new WebhookReceiver()) {
            receiver.echoes(false);
            other.echoes(false);
            Response made = create(given(), Map.of("format", "slack"));
            assertThat(made.statusCode()).isEqualTo(202);
            long id = made.jsonPath().getLong("id");
            String own = WEBHOOKS + "/" + id;
            String secret = made.jsonPath().getString("secret");
            String first = shown(receiver);

            assertThat(patch(secret, own, Map.of("url", other.uri("/room").toString())))
                    .isEqualTo(202);
            assertThat(confirm(secret, own, first)).as("of another target").isEqualTo(400);
            assertThat(state(secret, own)).isEqualTo("PENDING");
            String second = shown(other);
            assertThat(confirm(secret, own, second)).isEqualTo(200);
            assertThat(confirm(secret, own, second)).as("sent twice").isEqualTo(200);

            assertThat(patch(secret, own, Map.of("format", "discord")))
                    .as("what is called in another way is asked again")
                    .isEqualTo(202);
            assertThat(confirm(secret, own, second)).as("of another format").isEqualTo(400);
            String url = receiver.uri("/hook").toString();
            assertThat(patch(secret, own, Map.of("url", url, "format", "slack"))).isEqualTo(202);
            assertThat(confirm(secret, own, first)).as("of before").isEqualTo(400);
            String third = shown(receiver);
            assertThat(confirm(secret, own, third)).isEqualTo(200);

            end(id);
            assertThat(confirm(secret, own, third)).as("of before its end").isEqualTo(400);
            assertThat(with(secret).post(own + "/begin").statusCode()).isEqualTo(202);
            assertThat(confirm(secret, own, third)).as("of before it began").isEqualTo(400);
            assertThat(state(secret, own)).isEqualTo("PENDING");
            assertThat(confirm(secret, own, shown(receiver))).isEqualTo(200);
            assertThat(state(secret, own)).isEqualTo("ACTIVE");
        }
    }

    private static void awaitThat(CountDownLatch event) {
        try {
            event.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static int patch(String secret, String own, Map<String, ?> change) {
        return with(secret).body(change).patch(own).statusCode();
    }

    /** As one that answers slowly, and is changed by then. */
    @Test
    void anEchoBeginsNothingThatWasChangedMeanwhile() throws Exception {
        try (WebhookReceiver other = new WebhookReceiver()) {
            other.echoes(false);
            JsonPath made = create(given(), Map.of()).jsonPath();
            String own = WEBHOOKS + "/" + made.getLong("id");
            String secret = made.getString("secret");
            end(made.getLong("id"));
            receiver.echoes(false);
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch changed = new CountDownLatch(1);
            receiver.answer(request -> {
                asked.countDown();
                awaitThat(changed);
                return new Answer(200, request.body(), Map.of());
            });
            try (ExecutorService client = Executors.newSingleThreadExecutor()) {
                Future<Integer> begun =
                        client.submit(() -> with(secret).post(own + "/begin").statusCode());
                awaitThat(asked);
                Map<String, String> elsewhere =
                        Map.of("url", other.uri("/room").toString(), "format", "slack");
                int moved = patch(secret, own, elsewhere);
                changed.countDown();
                assertThat(moved).isEqualTo(202);
                assertThat(begun.get()).isEqualTo(400);
            }
            assertThat(state(secret, own)).isEqualTo("PENDING");
            assertThat(with(secret).get(own).jsonPath().getString("url"))
                    .isEqualTo(other.uri("/room").toString());
            assertThat(confirm(secret, own, shown(other))).isEqualTo(200);
        }
    }

    /** Elsewhere than on this machine, with these formats. */
    private WebhookWorkflow workflow(WebhookFormats formats) {
        WebhookCaller caller =
                new WebhookCaller(WebhookClient.of(settings, clock), formats, secrets, clock);
        return new WebhookWorkflow(
                database,
                settings,
                new WebhookRequestLimit(
                        subscriptions,
                        new SiteLinks(URI.create("https://papertide.example")),
                        clock),
                new WebhookRequestCheck(formats, settings),
                owners,
                rows,
                new WebhookChallenges(tokens, caller, clock),
                clock);
    }

    private static WebhookRequest request(Map<String, ?> fields) {
        return new ObjectMapper().convertValue(fields, WebhookRequest.class);
    }

    @Test
    void aStrangerMakesNoMoreRequestsThanMayBeWhateverTheyAskBy() {
        WebhookWorkflow webhooks = workflow(new WebhookFormats(Map.of()));
        Client stranger = new Client(InetAddress.ofLiteral("192.0.2.1"), true);
        WebhookResult made =
                webhooks.create(
                        request(Map.of("url", receiver.uri("/0").toString())), false, stranger);
        assertThat(made).isInstanceOf(WebhookResult.Active.class);
        long id = ((WebhookResult.Active) made).webhook().id();
        receiver.answer(_ -> Answer.of(500));
        receiver.echoes(false);
        List<WebhookResult> refused = new ArrayList<>();
        int most = subscriptions.requestsPerClientAndHour();
        for (int i = 1; i <= most + 20; i++) {
            String url = receiver.uri("/" + i).toString();
            refused.add(webhooks.change(id, request(Map.of("url", url)), false, stranger));
            refused.add(webhooks.create(request(Map.of("url", url)), false, stranger));
            end(id);
            refused.add(webhooks.begin(id, false, stranger));
        }
        assertThat(receiver.challenges()).hasSize(most);
        assertThat(refused).last().isInstanceOf(WebhookResult.TooOften.class);
        assertThat(webhooks.change(id, request(Map.of("hour", 3)), false, stranger))
                .as("what asks no target is free")
                .isInstanceOf(WebhookResult.Active.class);
        WebhookResult operator = webhooks.begin(id, true, stranger);
        assertThat(operator).isInstanceOf(WebhookResult.Wrong.class);
        assertThat(receiver.challenges()).hasSize(most + 1);
    }

    /** A template that wrote the samples, and fails all the same. */
    @Test
    void leavesNothingWhereTheChallengeCannotBeWritten(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("line.txt"),
                        "{#if event.type == 'webhook.challenge' && event.summary !="
                                + " 'Papertide was asked to send papers here. To allow it, confirm"
                                + " with this challenge: challenge234'}{event.papers.get(0)}{/if}"
                                + "{event.heading}");
        WebhookWorkflow webhooks = workflow(new WebhookFormats(Map.of("line", file)));
        Client client = new Client(InetAddress.ofLiteral("192.0.2.1"), true);
        assertThat(
                        webhooks.create(
                                request(
                                        Map.of(
                                                "url",
                                                receiver.uri("/0").toString(),
                                                "format",
                                                "line")),
                                false,
                                client))
                .isInstanceOfSatisfying(
                        WebhookResult.Wrong.class,
                        wrong -> assertThat(wrong.field()).isEqualTo("format"));
        assertThat(webhooks()).isZero();
        assertThat(receiver.challenges()).isEmpty();
    }

    /** As a subscription by mail: its theme is looked after, and goes with the last who has it. */
    @Test
    void hasAnInterestInWords() {
        Map<String, ?> words =
                Map.of(
                        "about", List.of("deep linear networks"),
                        "notAbout", List.of("applications"),
                        "like", List.of("arxiv:1312.6120"),
                        "amount", "FEW");
        JsonPath made = create(given(), words).jsonPath();
        assertThat(made.getList("about")).containsExactly("deep linear networks");
        assertThat(made.getList("notAbout")).containsExactly("applications");
        assertThat(made.getList("like")).containsExactly("arxiv:1312.6120");
        assertThat(made.getString("amount")).isEqualTo("FEW");
        assertThat(themes()).isOne();
        String own = WEBHOOKS + "/" + made.getLong("id");
        String secret = made.getString("secret");
        assertThat(patch(secret, own, Map.of("about", List.of("tides")))).isEqualTo(200);
        assertThat(themes()).isOne();
        with(secret).delete(own).then().statusCode(204);
        assertThat(themes()).isZero();
        assertThat(create(given(), Map.of("like", List.of("no paper"))).statusCode())
                .isEqualTo(400);
    }

    private long themes() {
        return database.<Long>inTransaction(session ->
                session.createNativeQuery("select count(*) from theme", Long.class)
                        .getSingleResult());
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
