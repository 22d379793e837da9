package org.papertide.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.papertide.notify.SampleEvents.breakout;
import static org.papertide.notify.SampleEvents.paper;
import static org.papertide.notify.SampleEvents.score;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperSummary;
import org.papertide.events.Topic;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.edition.EditionPlanner;
import org.papertide.notify.edition.EditionSettings;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.signup.ConfirmResult;
import org.papertide.notify.signup.PreferencesResult;
import org.papertide.notify.signup.Retention;
import org.papertide.notify.signup.SubscriberHashes;
import org.papertide.notify.signup.SubscriptionWorkflow;
import org.papertide.notify.signup.UnsubscribeResult;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.Database;
import org.papertide.platform.http.Client;
import org.papertide.testing.Mailbox;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.ReceivedMail;
import org.papertide.testing.TestStack;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "notify"))
class FromRequestToMailIT {

    private static final Client HERE = new Client(InetAddress.getLoopbackAddress(), true);

    static TestStream stream;

    @Inject SubscriptionWorkflow subscriptions;
    @Inject CandidateStore candidates;
    @Inject Clock clock;
    @Inject Database database;
    @Inject EditionSettings settings;
    @Inject Retention retention;
    @Inject Tokens tokens;
    @Inject AddressHashes hashes;
    @Inject AgroalDataSource dataSource;

    @BeforeAll
    static void open() {
        stream = new TestStream();
    }

    @AfterAll
    static void close() {
        stream.close();
    }

    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void mailsADigestAfterConfirmationAndNothingAfterUnsubscription() {
        Instant now = clock.instant();
        stream.send(Topic.SCORES, EventCodec.SCORE, score(paper(1, "Tides one"), 90, 10, now));
        stream.send(Topic.SCORES, EventCodec.SCORE, score(paper(2, "Tides two"), 50, 500, now));
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        candidates.scores(List.of(SampleEvents.id(1), SampleEvents.id(2))).size()
                                == 2);
        String address = TestStack.get().newAddress("daily");
        Mailbox mailbox = TestStack.get().mailbox(address);

        subscribe(Map.of("email", address, "frequency", "DAILY", "timezone", "Asia/Tokyo"));
        ReceivedMail optIn = mailbox.await(mail -> mail.subject().contains("confirm"));
        confirm(optIn);
        ReceivedMail welcome = mailbox.await(mail -> mail.subject().contains("Welcome"));
        assertThat(welcome.text()).contains("RISING TODAY", "1. Tides one");
        long edition = runDaily();

        ReceivedMail digest = mailbox.await(mail -> mail.text().contains("TOP OF THE DAY"));
        assertThat(digest.text()).contains("Tides two").contains("/unsubscribe/");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(account(edition, "closed")).isEqualTo("true"));
        assertThat(account(edition, "accepted")).isEqualTo("1");

        assertThat(runDaily()).isEqualTo(edition);
        assertThat(subscriptions.unsubscribe(token(digest.text(), "unsubscribe")))
                .isInstanceOf(UnsubscribeResult.Unsubscribed.class);
        stream.send(Topic.SCORES, EventCodec.SCORE, score(paper(3, "Tides three"), 70, 70, now));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> candidates.scores(List.of(SampleEvents.id(3))).size() == 1);
        long tomorrow = runDaily(Map.of("asOf", now.plus(Duration.ofDays(1)).toString()));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(account(tomorrow, "closed")).isEqualTo("true"));
        assertThat(account(tomorrow, "planned")).isEqualTo("0");
        assertThat(mailbox.mails()).hasSize(3);
    }

    @Test
    void alertsOncePerPaperThatPassesAndIsNews() {
        String address = TestStack.get().newAddress("instant");
        Mailbox mailbox = TestStack.get().mailbox(address);
        subscribe(Map.of("email", address, "frequency", "INSTANT", "include", List.of("breaking")));
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 2);

        Instant now = clock.instant();
        stream.send(Topic.BREAKOUTS, EventCodec.BREAKOUT, breakout(paper(11, "Quiet"), 60, now));
        long begun = System.nanoTime();
        stream.send(
                Topic.BREAKOUTS,
                EventCodec.BREAKOUT,
                breakout(paper(12, "Breaking waves"), 60, now));
        mailbox.await(mail -> mail.text().contains("Breaking waves"));
        System.out.printf(
                "breakout to mailbox: %d ms%n",
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        stream.send(
                Topic.BREAKOUTS,
                EventCodec.BREAKOUT,
                breakout(paper(12, "Breaking waves"), 60, now));
        stream.send(
                Topic.BREAKOUTS,
                EventCodec.BREAKOUT,
                breakout(paper(13, "Breaking but old"), 60, now.minus(Duration.ofHours(7))));
        stream.send(
                Topic.BREAKOUTS,
                EventCodec.BREAKOUT,
                breakout(paper(14, "Breaking again"), 60, now));
        mailbox.await(mail -> mail.text().contains("Breaking again"));

        assertThat(mailbox.mails()).hasSize(4);
    }

    /** However many papers take off, a reader gets so many alerts a day, and the rest at once. */
    @Test
    void holdsBackTooManyAlertsAndDigestsThem() {
        String address = TestStack.get().newAddress("flooded");
        Mailbox mailbox = TestStack.get().mailbox(address);
        int soon = (clock.instant().atZone(ZoneOffset.UTC).getHour() + 1) % 24;
        subscribe(
                Map.of(
                        "email",
                        address,
                        "frequency",
                        "INSTANT",
                        "hour",
                        soon,
                        "include",
                        List.of("flood")));
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 2);
        Instant now = clock.instant();
        int most = settings.alertsPerReaderAndDay();
        for (int i = 1; i <= most + 2; i++) {
            PaperSummary flood = paper(100 + i, "Flood number " + i + ".");
            stream.send(Topic.SCORES, EventCodec.SCORE, score(flood, 60, 80, now));
            stream.send(Topic.BREAKOUTS, EventCodec.BREAKOUT, breakout(flood, 60, now));
        }
        stream.send(Topic.BREAKOUTS, EventCodec.BREAKOUT, breakout(paper(99, "The last"), 60, now));
        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 2 + most);

        EditionPlanner later =
                new EditionPlanner(
                        database,
                        settings,
                        new DigestSchedule(DayOfWeek.MONDAY),
                        Clock.offset(clock, Duration.ofHours(2)));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(later.planDue()).isPositive());

        ReceivedMail rest = mailbox.await(mail -> mail.text().contains("More papers took off"));
        List<String> alerts = mailbox.mails().stream().map(ReceivedMail::subject).toList();
        for (int i = 1; i <= most + 2; i++) {
            String title = "Flood number " + i + ".";
            assertThat(rest.text().contains(title))
                    .as(title)
                    .isEqualTo(!alerts.contains("Taking off: " + title));
        }
        assertThat(later.planDue()).as("one digest, and no more").isZero();
    }

    /** Whatever a reader gives, in the fields where it can be given. */
    private static final String MARKER = "zqxjkvbmarker";

    @Test
    void keepsNothingOfAReaderWhoHadItselfErased() {
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler handler = into(logged);
        LogContext.getLogContext().getLogger("").addHandler(handler);
        Logger.getLogger(FromRequestToMailIT.class).info("logged from here on");
        try {
            String address = MARKER + "+more@" + MARKER + ".example";
            Mailbox mailbox = TestStack.get().mailbox(address);
            subscribe(
                    Map.of(
                            "email", address,
                            "frequency", "INSTANT",
                            "include", List.of(MARKER),
                            "exclude", List.of("not " + MARKER),
                            "authors", List.of("Ada " + MARKER)));
            confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
            ReceivedMail welcome = mailbox.await(mail -> mail.link("/preferences/").isPresent());
            // Another subscription, which is never confirmed.
            subscribe(Map.of("email", address, "frequency", "DAILY", "include", List.of(MARKER)));
            await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 3);
            assertThat(tablesWith(MARKER)).contains("subscriber", "subscription", "content");
            personalTexts().forEach(id -> given().get("/editions/" + id).then().statusCode(404));

            assertThat(subscriptions.erase(token(welcome.text(), "preferences")))
                    .isInstanceOf(PreferencesResult.Erased.class);

            assertThat(tablesWith(MARKER)).isEmpty();
            assertThat(logged)
                    .anyMatch(line -> line.contains("logged from here on"))
                    .noneMatch(line -> line.contains(MARKER));
        } finally {
            LogContext.getLogContext().getLogger("").removeHandler(handler);
        }
    }

    @Test
    void forgetsAnAddressThatWasNeverConfirmed() {
        String address = TestStack.get().newAddress("never");
        subscribe(Map.of("email", address, "frequency", "DAILY", "include", List.of("nothing")));
        TestStack.get().mailbox(address).await(mail -> mail.subject().contains("confirm"));
        Instant now = clock.instant();

        retention.apply(now.plus(Duration.ofDays(6)));
        assertThat(tablesWith(address)).contains("subscriber");
        retention.apply(now.plus(Duration.ofDays(8)));

        assertThat(tablesWith(address)).isEmpty();
    }

    /**
     * The address stays, since another subscription was confirmed; what else was asked does not.
     */
    @Test
    void forgetsWhatAReaderAskedForAndNeverConfirmed() {
        String words = "neverconfirmedwords";
        String address = TestStack.get().newAddress("second");
        Mailbox mailbox = TestStack.get().mailbox(address);
        subscribe(Map.of("email", address, "frequency", "DAILY", "include", List.of("nothing")));
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        ReceivedMail welcome = mailbox.await(mail -> mail.link("/preferences/").isPresent());
        subscribe(Map.of("email", address, "frequency", "INSTANT", "include", List.of(words)));
        await().until(() -> mailbox.mails().size() == 3);
        String contents =
                "select c.id from content c join delivery d on d.content_id = c.id"
                        + " join subscription s on s.id = d.subscription_id where s.state = 'PENDING'"
                        + " and cast(s.include as text) like '%"
                        + words
                        + "%'";
        String content = rows(contents).getFirst();
        Instant now = clock.instant();

        retention.apply(now.plus(Duration.ofDays(6)));
        assertThat(rows(contents)).containsExactly(content);
        retention.apply(now.plus(Duration.ofDays(8)));

        assertThat(tablesWith(words)).isEmpty();
        assertThat(tablesWith(content)).isEmpty();
        assertThat(tablesWith(address)).contains("subscriber");
        assertThat(subscriptions.erase(token(welcome.text(), "preferences")))
                .isInstanceOf(PreferencesResult.Erased.class);
    }

    @Test
    void keepsAnAccountForItsTimeAndNoLonger() {
        long edition = runDaily(Map.of("asOf", clock.instant().minusSeconds(60).toString()));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(account(edition, "closed")).isEqualTo("true"));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> {
                    retention.apply(clock.instant().plus(Duration.ofDays(89)));
                    assertThat(account(edition, "id")).isEqualTo("" + edition);
                    retention.apply(clock.instant().plus(Duration.ofDays(91)));
                    assertThat(account(edition, "id")).isNull();
                });
    }

    @Test
    void anOldConfirmationLinkOpensNothing() {
        String address = TestStack.get().newAddress("late");
        Mailbox mailbox = TestStack.get().mailbox(address);
        subscribe(Map.of("email", address, "frequency", "INSTANT", "include", List.of("nothing")));
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 2);
        long id =
                Long.parseLong(
                        rows("select s.id from subscription s join subscriber p"
                                        + " on p.id = s.subscriber_id where p.address = '"
                                        + address
                                        + "'")
                                .getFirst());
        String old =
                "/confirm/"
                        + tokens.issue(
                                Tokens.Kind.CONFIRM, id, clock.instant().minus(Duration.ofDays(1)));
        // The welcome was days ago.
        change("update edition set planned_at = planned_at - interval '2 days'");

        given().get(old)
                .then()
                .statusCode(200)
                .body(not(containsString("/preferences/")))
                .body(containsString("Send me a new link"));
        assertThat(mailbox.mails()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            given().post(old)
                    .then()
                    .statusCode(200)
                    .body(not(containsString("/preferences/")))
                    .body(containsString("check your inbox"));
        }

        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 3);
        assertThat(mailbox.mails().getLast().link("/preferences/")).isPresent();
    }

    @Test
    void goesOnKnowingWhomEarlierReleasesSuppressed() {
        String address = TestStack.get().newAddress("bounced");
        subscribe(Map.of("email", address, "frequency", "DAILY"));
        TestStack.get().mailbox(address).await(mail -> mail.subject().contains("confirm"));
        String plain = MailAddress.plainHash(address);
        String erased = MailAddress.plainHash("erased@example.org");
        change(
                "update subscriber set address_hash = '%s' where address = '%s'"
                        .formatted(plain, address));
        change(
                "insert into suppression values ('%s', 'x', now()), ('%s', 'x', now())"
                        .formatted(plain, erased));

        database.run(session -> SubscriberHashes.adopt(session, hashes));

        String suppressed = "select address from subscriber join suppression using (address_hash)";
        assertThat(rows(suppressed)).contains(address);
        assertThat(rows("select address_hash from suppression"))
                .contains(hashes.of(erased))
                .doesNotContain(plain, erased);
    }

    @Test
    void aKeyMovesFromTheDatabaseIntoTheSettingsAndItsLinksGoOn() {
        String link = tokens.issue(Tokens.Kind.UNSUBSCRIBE, 7);
        String first =
                rows("select id || '=' || encode(secret, 'base64') from token_key").getFirst();
        String fresh = "9=" + Base64.getEncoder().encodeToString(new byte[32]);
        try {
            Tokens before = tokensOf(fresh);
            assertThat(before.verify(Tokens.Kind.UNSUBSCRIBE, link))
                    .as("the settings have another key, the database still has the first")
                    .isEqualTo(new Tokens.Verified.Valid(7));
            assertThat(rows("select count(*) from token_key")).containsExactly("1");

            for (int start = 0; start < 2; start++) {
                Tokens moved = tokensOf(fresh, first);
                assertThat(rows("select count(*) from token_key")).containsExactly("0");
                assertThat(moved.verify(Tokens.Kind.UNSUBSCRIBE, link))
                        .isEqualTo(new Tokens.Verified.Valid(7));
                String next = moved.issue(Tokens.Kind.UNSUBSCRIBE, 8);
                assertThat(tokensOf(fresh).verify(Tokens.Kind.UNSUBSCRIBE, next))
                        .isEqualTo(new Tokens.Verified.Valid(8));
            }
        } finally {
            change(
                    "insert into token_key (id, secret, created_at) values (0, decode('%s', 'base64'),"
                                    .formatted(first.substring(2))
                            + " now()) on conflict do nothing");
        }
    }

    @Test
    void refusesAnotherKeyUnderANumberThatTheDatabaseHas() {
        String other = "0=" + Base64.getEncoder().encodeToString(new byte[32]);
        assertThatThrownBy(() -> tokensOf(other))
                .hasMessageContaining("key 0 is another one than in the database");
        assertThat(rows("select count(*) from token_key")).containsExactly("1");
    }

    /** Those of a service that starts with these keys in its settings. */
    private Tokens tokensOf(String... keys) {
        TokenKeyring keyring = new TokenKeyring(List.of(keys));
        database.run(session -> keyring.load(session, clock.instant()));
        return new Tokens(keyring::keys, clock);
    }

    @Test
    void mailsOneMailboxLessAndLess() {
        String address = TestStack.get().newAddress("often");
        String domain = address.substring(address.indexOf('@'));
        String name = address.substring(0, address.indexOf('@'));
        for (int i = 0; i < 6; i++) {
            String other = name.charAt(0) + "." + name.substring(1) + "+" + i + domain;
            subscribe(Map.of("email", other, "frequency", "DAILY"));
        }

        assertThat(
                        rows(
                                "select count(*) from subscriber where address like '%s.%s+%%'"
                                        .formatted(name.charAt(0), name.substring(1))))
                .containsExactly("3");
    }

    @Test
    void takesNothingFromPagesOfOtherSites() {
        given().contentType(ContentType.JSON)
                .header("Origin", "https://evil.example")
                .body(Map.of("email", "stranger@example.org"))
                .post("/api/v1/subscriptions")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
    }

    private static Handler into(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(
                        record.getMessage()
                                + " "
                                + Arrays.toString(record.getParameters())
                                + " "
                                + record.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private List<String> personalTexts() {
        List<String> ids = rows("select id from content where kind in ('OPT_IN', 'WELCOME')");
        assertThat(ids).isNotEmpty();
        return ids;
    }

    /** The tables that have a text anywhere, in whatever column. */
    private Set<String> tablesWith(String text) {
        Set<String> found = new TreeSet<>();
        List<String> tables =
                rows(
                        "select table_name from information_schema.tables where table_schema = 'public'"
                                + " and table_type = 'BASE TABLE'");
        assertThat(tables).hasSizeGreaterThan(10);
        for (String table : tables) {
            String count =
                    rows("select count(*) from \"%s\" t where cast(t.* as text) ilike '%%%s%%'"
                                    .formatted(table, text))
                            .getFirst();
            if (!count.equals("0")) {
                found.add(table);
            }
        }
        return found;
    }

    private void change(String statement) {
        try (Connection connection = dataSource.getConnection();
                Statement changing = connection.createStatement()) {
            changing.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    private List<String> rows(String query) {
        List<String> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
        return found;
    }

    @Test
    void tellsEveryBadField() {
        given().contentType(ContentType.JSON)
                .body(
                        Map.of(
                                "email",
                                "nobody",
                                "frequency",
                                "HOURLY",
                                "timezone",
                                "Mars/Base",
                                "hour",
                                24,
                                "limit",
                                "ten"))
                .post("/api/v1/subscriptions")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body(
                        "errors.field",
                        org.hamcrest.Matchers.containsInAnyOrder(
                                "email", "frequency", "timezone", "hour", "limit"));
    }

    @Test
    void letsOnlyOperatorsRunEditions() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/api/v1/editions")
                .then()
                .statusCode(401);
    }

    @Test
    void refusesBodiesThatAreTooLong() {
        given().contentType(ContentType.JSON)
                .body("{\"email\": \"" + "x".repeat(40_000) + "\"}")
                .post("/api/v1/subscriptions")
                .then()
                .statusCode(413)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "null", "{\"frequencey\": \"DAILY\"}", "{\"asOf\": 5}"})
    void plansNoEditionForARequestThatIsNotUnderstood(String body) {
        given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                .body(body)
                .post("/api/v1/editions")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    private void subscribe(Map<String, ?> request) {
        given().contentType(ContentType.JSON)
                .body(request)
                .post("/api/v1/subscriptions")
                .then()
                .statusCode(202);
    }

    private void confirm(ReceivedMail optIn) {
        assertThat(subscriptions.confirm(token(optIn.text(), "confirm"), HERE))
                .isInstanceOf(ConfirmResult.Confirmed.class);
    }

    private long runDaily() {
        return runDaily(Map.of("frequency", "DAILY"));
    }

    private long runDaily(Map<String, String> request) {
        Response answer =
                given().contentType(ContentType.JSON)
                        .header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                        .body(request)
                        .post("/api/v1/editions");
        answer.then().statusCode(202);
        long edition = answer.jsonPath().getLong("id");
        await().untilAsserted(() -> assertThat(account(edition, "composedAt")).isNotNull());
        return edition;
    }

    private String account(long edition, String field) {
        return given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                .get("/api/v1/editions/" + edition)
                .jsonPath()
                .getString(field);
    }

    static String token(String text, String path) {
        Matcher matcher = Pattern.compile("/" + path + "/([a-z2-7]+)").matcher(text);
        assertThat(matcher.find()).as("a link to " + path).isTrue();
        return matcher.group(1);
    }
}
