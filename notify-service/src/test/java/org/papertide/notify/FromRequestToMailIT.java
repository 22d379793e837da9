package org.papertide.notify;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.papertide.notify.SampleEvents.breakout;
import static org.papertide.notify.SampleEvents.paper;
import static org.papertide.notify.SampleEvents.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventCodec;
import org.papertide.events.PaperSummary;
import org.papertide.events.TextModel;
import org.papertide.events.Topic;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.edition.EditionPlanner;
import org.papertide.notify.edition.EditionSettings;
import org.papertide.notify.interest.DigestSchedule;
import org.papertide.notify.interest.PaperVectors;
import org.papertide.notify.signup.PreferencesResult;
import org.papertide.notify.signup.Retention;
import org.papertide.notify.signup.SubscriptionRequest;
import org.papertide.notify.signup.UnsubscribeResult;
import org.papertide.notify.theme.ThemeKeeper;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.Database;
import org.papertide.platform.tracing.Traces;
import org.papertide.testing.Mailbox;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.ReceivedMail;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.TestStack;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "notify"))
class FromRequestToMailIT extends ReaderSteps {

    private static final TextModel SECOND = new TextModel("words", "2");

    private static final ObjectMapper JSON = new ObjectMapper();

    static TestStream stream;

    @Inject CandidateStore candidates;
    @Inject Database database;
    @Inject EditionSettings settings;
    @Inject Tokens tokens;
    @Inject Retention retention;
    @Inject FakeRanking ranking;

    @BeforeAll
    static void open() {
        stream = new TestStream();
    }

    /** Others ask it, too. */
    @AfterEach
    void answersAgain() {
        ranking.away(false);
        ranking.reads(FakeRanking.MODEL);
    }

    @AfterAll
    static void close() {
        stream.close();
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

    /**
     * What papers are to be about is taken while nobody reads texts, and mails nothing; once it is
     * read, the papers that mean it come, with the words that they meet. Erased, no word is left.
     */
    @Test
    void mailsWhatAReaderAskedForInWords() {
        Instant now = clock.instant();
        sendGlaciersAndGardens(List.of(FakeRanking.MODEL));
        String address = TestStack.get().newAddress("words");
        Mailbox mailbox = TestStack.get().mailbox(address);
        ranking.away(true);
        subscribe(
                Map.of(
                        "email", address,
                        "about", List.of("melting glaciers"),
                        "notAbout", List.of("gardens"),
                        "like", List.of("2401.00001"),
                        "amount", "SOME"));
        ReceivedMail optIn = mailbox.await(mail -> mail.subject().contains("confirm"));
        assertThat(optIn.text().replaceAll("\\s+", " "))
                .doesNotContain("glaciers", "gardens", "2401.00001")
                .contains("2 texts and one paper were given in the form");
        given().get("/confirm/" + token(optIn.text(), "confirm"))
                .then()
                .body(containsString("Close to any of your words “melting glaciers”."))
                .body(containsString("Like any of the papers arXiv:2401.00001."))
                .body(containsString("Not about “gardens”."));
        confirm(optIn);
        ReceivedMail welcome = mailbox.await(mail -> mail.subject().contains("Welcome"));
        assertThat(welcome.text().replaceAll("\\s+", " "))
                .contains("melting glaciers", "have not been compared with what you asked for yet")
                .doesNotContain(" 1. ");
        String preferences = "/preferences/" + token(welcome.text(), "preferences");
        await().untilAsserted(() ->
                given().get(preferences)
                        .then()
                        .body(
                                containsString(
                                        "No paper passes yet: papers cannot be compared with")));
        long early = runDaily(Map.of("asOf", now.plus(Duration.ofHours(30)).toString()));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(account(early, "closed")).isEqualTo("true"));
        assertThat(account(early, "exclusions.'nothing passed'")).isEqualTo("1");

        ranking.away(false);
        change("update theme set look_at = look_at - interval '1 day'");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        given().get(preferences)
                                .then()
                                .body(
                                        containsString(
                                                "2 would have met this, fewer than one a day;"))
                                .body(containsString("not known here yet")));
        runDaily(Map.of("asOf", now.plus(Duration.ofHours(60)).toString()));

        ReceivedMail digest = mailbox.await(mail -> mail.text().contains("Glaciers melting n0"));
        assertThat(digest.text())
                .contains("Glaciers melting n1", "Why: close to your words “melting glaciers”")
                .doesNotContain("Gardens");
        assertThat(rows("select count(*) from content where body_text like '%melting glaciers%'"))
                .containsExactly("2");
        assertThat(subscriptions.erase(token(digest.text(), "preferences")))
                .isInstanceOf(PreferencesResult.Erased.class);
        assertThat(rows("select count(*) from content where body_text like '%melting glaciers%'"))
                .containsExactly("0");
        assertThat(rows("select count(*) from theme")).containsExactly("0");
    }

    /** Two papers on one subject and 38 on another, of all days of a week, read by these models. */
    private void sendGlaciersAndGardens(List<TextModel> models) {
        for (int i = 0; i < 40; i++) {
            PaperSummary paper =
                    SamplePaper.of(
                                    SampleEvents.id(300 + i),
                                    clock.instant().minus(Duration.ofHours(4L * i)))
                            .title((i < 2 ? "Glaciers melting " : "Gardens growing ") + "n" + i)
                            .summary();
            stream.send(Topic.SCORES, EventCodec.SCORE, score(paper, 0.01, 0.01, clock.instant()));
            stream.send(
                    Topic.EMBEDDINGS, EventCodec.EMBEDDING, FakeRanking.embedding(paper, models));
        }
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(
                                        rows(
                                                "select v.model || ' ' || count(*) from paper_vector v"
                                                        + " join candidate c on c.paper_id = v.paper_id"
                                                        + " group by v.model"))
                                .containsExactlyInAnyOrderElementsOf(
                                        models.stream().map(model -> model + " 40").toList()));
    }

    /**
     * Papers have the vectors of two models for long after a change: themes go on to the one that
     * reads texts now, also those that have no text, and stay there. A change after it is the same.
     */
    @Test
    void themesFollowTheTextModelAndDoNotGoBack() {
        TextModel third = new TextModel("words", "3");
        sendGlaciersAndGardens(List.of(FakeRanking.MODEL));
        String byWords = subscribed(Map.of("about", List.of("melting glaciers")));
        String byExample = subscribed(Map.of("like", List.of("2605.00300")));
        awaitThemesOf(FakeRanking.MODEL);
        try {
            for (List<TextModel> models :
                    List.of(
                            List.of(FakeRanking.MODEL, SECOND),
                            List.of(SECOND),
                            List.of(SECOND, third))) {
                sendGlaciersAndGardens(models);
                ranking.reads(models.getLast());
                keeper().keep();
                awaitThemesOf(models.getLast());
                assertThat(keeper().keep()).as("nothing is due again").isPositive();
                for (String preferences : List.of(byWords, byExample)) {
                    given().get("/preferences/" + preferences)
                            .then()
                            .body(containsString("Glaciers melting n1"));
                }
            }
            // An example that leaves is known by what it was.
            stream.send(Topic.EMBEDDINGS, SampleEvents.id(300).value(), null);
            await().until(() ->
                    rows("select count(*) from paper_vector where paper_id = 'arxiv:2605.00300'")
                            .equals(List.of("0")));
            change("update theme set look_at = look_at - interval '30 days'");
            await().until(() ->
                    rows("select count(*) from theme where look_at > calibrated_at")
                            .equals(List.of("2")));
            assertThat(rows("select distinct waits_for is null from theme")).containsExactly("t");
        } finally {
            ranking.reads(FakeRanking.MODEL);
            subscriptions.erase(byWords);
            subscriptions.erase(byExample);
        }
    }

    /** Two examples may have become one paper. */
    @Test
    void givesAPaperThatIsAskedForTwiceItsOwnVectorTwice() {
        sendGlaciersAndGardens(List.of(FakeRanking.MODEL));
        String glacier = SampleEvents.id(300).value();
        String garden = SampleEvents.id(339).value();
        String model = FakeRanking.MODEL.toString();
        PaperVectors found =
                database.inTransaction(session ->
                        candidates.vectors(
                                session, List.of(glacier, glacier, garden), List.of(model)));
        PaperVectors.OfModel vectors = Objects.requireNonNull(found.by(model));
        assertThat(vectors.vector(1)).isEqualTo(vectors.vector(0));
        assertThat(vectors.vector(2)).isNotEqualTo(vectors.vector(0));
    }

    private ThemeKeeper keeper() {
        return new ThemeKeeper(database, candidates, ranking, clock);
    }

    private void awaitThemesOf(TextModel model) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(rows("select distinct coalesce(model, 'none') from theme"))
                                .containsExactly(model.toString()));
    }

    /** The token of the preferences of somebody who has confirmed. */
    private String subscribed(Map<String, ?> theme) {
        Map<String, Object> request = new HashMap<>(theme);
        String address = TestStack.get().newAddress("theme");
        request.put("email", address);
        subscribe(request);
        Mailbox mailbox = TestStack.get().mailbox(address);
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        return token(
                mailbox.await(mail -> mail.subject().contains("Welcome")).text(), "preferences");
    }

    /**
     * What was sent is looked up by edition and by person, told on the topic and counted; after its
     * time it leaves, and the sums stay.
     */
    @Test
    void accountsForWhatItSent() {
        Instant now = clock.instant();
        stream.send(Topic.SCORES, EventCodec.SCORE, score(paper(21, "Accounts"), 90, 10, now));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> candidates.scores(List.of(SampleEvents.id(21))).size() == 1);
        String address = TestStack.get().newAddress("accounted");
        Mailbox mailbox = TestStack.get().mailbox(address);
        subscribe(Map.of("email", address, "frequency", "DAILY", "include", List.of("accounts")));
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        mailbox.await(mail -> mail.subject().contains("Welcome"));
        long edition = runDaily(Map.of("asOf", now.minusSeconds(7).toString()));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(account(edition, "closed")).isEqualTo("true"));

        JsonPath sent = search(address);
        assertThat(sent.getList("deliveries.kind")).containsExactly("DAILY", "WELCOME", "OPT_IN");
        assertThat(sent.getList("deliveries.state")).containsOnly("ACCEPTED");
        assertThat(sent.getList("deliveries.queueId")).doesNotContainNull();
        assertThat(sent.prettify()).doesNotContain(address);
        long subscription = sent.getLong("subscriptions[0].id");
        assertThat(
                        operator()
                                .get("/api/v1/editions/" + edition + "/deliveries")
                                .jsonPath()
                                .getList("deliveries.subscription", Long.class))
                .contains(subscription);
        List<String> names = sent.getList("deliveries.delivery");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> {
                    List<String> told = stream.readAll(Topic.DELIVERIES);
                    assertThat(names)
                            .allSatisfy(name ->
                                    assertThat(told)
                                            .anyMatch(record ->
                                                    record.startsWith(name)
                                                            && record.contains("ACCEPTED")));
                    assertThat(told).noneMatch(record -> record.contains(address));
                });
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(unbooked(address)).isZero());
        long counted = acceptedDigests();
        assertThat(counted).isPositive();
        String accepted = account(edition, "accepted");

        retention.apply(now.plus(Duration.ofDays(91)));

        operator().get("/api/v1/editions/" + edition + "/deliveries").then().statusCode(410);
        assertThat(account(edition, "accepted")).isEqualTo(accepted);
        assertThat(account(edition, "mailsLeftAt")).isNotEqualTo("null");
        assertThat(search(address).getList("deliveries")).isEmpty();
        assertThat(search(address).getList("subscriptions")).hasSize(1);
        assertThat(acceptedDigests()).isGreaterThanOrEqualTo(counted);
        // Other stories count who gets a digest.
        assertThat(subscriptions.unsubscribe(tokens.issue(Tokens.Kind.UNSUBSCRIBE, subscription)))
                .isInstanceOf(UnsubscribeResult.Unsubscribed.class);
    }

    private static RequestSpecification operator() {
        return given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN);
    }

    private static JsonPath search(String address) {
        return operator()
                .contentType(ContentType.JSON)
                .body(Map.of("address", address))
                .post("/api/v1/deliveries/search")
                .jsonPath();
    }

    private static long acceptedDigests() {
        return operator()
                .get("/api/v1/deliveries/sums")
                .jsonPath()
                .getList(
                        "sums.findAll { it.kind == 'DAILY' && it.outcome == 'ACCEPTED' }.mails",
                        Long.class)
                .stream()
                .mapToLong(Long::longValue)
                .sum();
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

    /**
     * However many papers take off, a reader gets so many alerts a day, and all of the rest at
     * once: more than the list has places, while other papers rise more.
     */
    @Test
    void digestsAlertsThatAreTooManyForADay() {
        String address = TestStack.get().newAddress("flooded");
        Mailbox mailbox = TestStack.get().mailbox(address);
        int soon = (clock.instant().atZone(ZoneOffset.UTC).getHour() + 2) % 24;
        Map<String, Object> wanted =
                Map.of(
                        "email",
                        address,
                        "frequency",
                        "INSTANT",
                        "hour",
                        soon,
                        "include",
                        List.of("flood"),
                        "limit",
                        1);
        subscribe(wanted);
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 2);
        Instant now = clock.instant();
        int most = settings.alertsPerReaderAndDay();
        for (int i = 1; i <= 3; i++) {
            PaperSummary other = paper(200 + i, "Another flood " + i);
            stream.send(Topic.SCORES, EventCodec.SCORE, score(other, 90, 90, now));
        }
        for (int i = 1; i <= most + 2; i++) {
            PaperSummary flood = paper(100 + i, "Flood number " + i + ".");
            stream.send(Topic.SCORES, EventCodec.SCORE, score(flood, 60, 80, now));
            stream.send(Topic.BREAKOUTS, EventCodec.BREAKOUT, breakout(flood, 60, now));
        }
        stream.send(Topic.BREAKOUTS, EventCodec.BREAKOUT, breakout(paper(99, "The last"), 60, now));
        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 2 + most);
        ReceivedMail alert = mailbox.await(mail -> mail.subject().startsWith("Taking off"));
        assertThat(subscriptions.update(token(alert.text(), "preferences"), request(wanted)))
                .as("saved as it is")
                .isInstanceOf(PreferencesResult.Found.class);

        EditionPlanner later =
                new EditionPlanner(
                        database,
                        settings,
                        new DigestSchedule(DayOfWeek.MONDAY),
                        Traces.OFF,
                        Clock.offset(clock, Duration.ofHours(3)));
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
        assertThat(rest.text()).as("and the first of the list").containsOnlyOnce("Another flood");
        assertThat(later.planDue()).as("one digest, and no more").isZero();
    }

    /** Who saves the same, or subscribes to the same again, is served as before. */
    @Test
    void leavesWhatIsDueWhereTheSameIsWanted() {
        String address = TestStack.get().newAddress("saved");
        Mailbox mailbox = TestStack.get().mailbox(address);
        Map<String, Object> wanted =
                Map.of("email", address, "frequency", "INSTANT", "include", List.of("saved"));
        subscribe(wanted);
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        ReceivedMail welcome = mailbox.await(mail -> mail.subject().contains("Welcome"));
        String slot = "2099-05-04 06:00:00+00";
        // As for a reader who had enough alerts today.
        change("update subscription set next_slot = '" + slot + "' where include = '{saved}'");

        assertThat(subscriptions.update(token(welcome.text(), "preferences"), request(wanted)))
                .isInstanceOf(PreferencesResult.Found.class);
        assertThat(slots("saved")).containsExactly(slot);

        subscribe(wanted);
        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 3);
        confirm(mailbox.mails().getLast());
        assertThat(slots("saved")).containsExactly(slot);
    }

    /**
     * Releases before this one kept zones of a fixed offset under several names. A day has one
     * digest, so its name stays while the zone does.
     */
    @Test
    void keepsTheNameOfAZoneThatIsShownByAnother() {
        String address = TestStack.get().newAddress("zone");
        Mailbox mailbox = TestStack.get().mailbox(address);
        subscribe(Map.of("email", address, "include", List.of("zone")));
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        String token =
                token(
                        mailbox.await(mail -> mail.subject().contains("Welcome")).text(),
                        "preferences");
        assertThat(zone()).isEqualTo("UTC at 8");

        change("update subscription set timezone = 'Z' where include = '{zone}'");
        given().get("/preferences/" + token).then().body(containsString("at 08:00 (UTC)"));
        saveZone(token, "UTC", 20);
        assertThat(zone()).isEqualTo("Z at 20");
        saveZone(token, "+02:00", 20);
        assertThat(zone()).isEqualTo("UTC+02:00 at 20");
        change("update subscription set timezone = '+02:00' where include = '{zone}'");
        saveZone(token, "UTC+02:00", 21);
        assertThat(zone()).isEqualTo("+02:00 at 21");
        saveZone(token, "Europe/Berlin", 21);
        assertThat(zone()).isEqualTo("Europe/Berlin at 21");
        // Others count who gets a digest.
        subscriptions.erase(token);
    }

    private void saveZone(String token, String zone, int hour) {
        Map<String, Object> wanted =
                Map.of("timezone", zone, "hour", hour, "include", List.of("zone"));
        assertThat(subscriptions.update(token, request(wanted)))
                .isInstanceOf(PreferencesResult.Found.class);
    }

    private String zone() {
        return rows("select timezone || ' at ' || hour from subscription where include = '{zone}'")
                .getFirst();
    }

    private List<String> slots(String word) {
        return rows(
                "select next_slot at time zone 'UTC' || '+00' from subscription"
                        + " where state = 'ACTIVE' and include = '{"
                        + word
                        + "}'");
    }

    private static SubscriptionRequest request(Map<String, ?> wanted) {
        return JSON.convertValue(wanted, SubscriptionRequest.class);
    }

    @Test
    void anOldConfirmationLinkOpensNothing() {
        String address = TestStack.get().newAddress("late");
        Mailbox mailbox = TestStack.get().mailbox(address);
        subscribe(Map.of("email", address, "frequency", "INSTANT", "include", List.of("nothing")));
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 2);
        String old = oldLink("nothing");
        // The welcome was days ago; that of another subscription was just now.
        change("update edition set planned_at = planned_at - interval '2 days'");
        subscribe(Map.of("email", address, "include", List.of("something else")));
        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 3);
        confirm(mailbox.mails().getLast());
        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 4);

        given().get(old)
                .then()
                .statusCode(200)
                .body(not(containsString("/preferences/")))
                .body(containsString("Send me a new link"));
        assertThat(mailbox.mails()).hasSize(4);
        for (String said : List.of("is on its way", "within the last 24 hours")) {
            given().post(old)
                    .then()
                    .statusCode(200)
                    .body(not(containsString("/preferences/")))
                    .body(containsString("check your inbox"))
                    .body(containsString(said));
        }

        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 5);
        ReceivedMail mail = mailbox.mails().getLast();
        assertThat(mail.subject()).isEqualTo("A new link to your Papertide preferences");
        assertThat(mail.text()).contains("“nothing”").doesNotContain("first digest", "is due");
        given().get(URI.create(mail.link("/preferences/").orElseThrow()).getPath())
                .then()
                .statusCode(200)
                .body(containsString("“nothing”"));
        erase("nothing");
    }

    @Test
    void saysThatASuppressedAddressIsSentNoNewLink() {
        String address = TestStack.get().newAddress("refused");
        Mailbox mailbox = TestStack.get().mailbox(address);
        subscribe(Map.of("email", address, "include", List.of("refused")));
        confirm(mailbox.await(mail -> mail.subject().contains("confirm")));
        await().atMost(Duration.ofMinutes(1)).until(() -> mailbox.mails().size() == 2);
        String old = oldLink("refused");
        change("update edition set planned_at = planned_at - interval '2 days'");
        operator()
                .contentType(ContentType.JSON)
                .body(Map.of("address", address))
                .post("/api/v1/suppressions")
                .then()
                .statusCode(lessThan(300));

        given().post(old).then().statusCode(200).body(containsString("Your address gets no mail"));
        assertThat(mailbox.mails()).hasSize(2);
        erase("refused");
    }

    /** A confirmation link that is too old, of the subscription with this word. */
    private String oldLink(String word) {
        Instant expired = clock.instant().minus(Duration.ofDays(1));
        return "/confirm/" + tokens.issue(Tokens.Kind.CONFIRM, subscriptionOn(word), expired);
    }

    /** Other stories count who gets a digest. */
    private void erase(String word) {
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
        assertThat(
                        subscriptions.erase(
                                tokens.issue(
                                        Tokens.Kind.PREFERENCES, subscriptionOn(word), tomorrow)))
                .isInstanceOf(PreferencesResult.Erased.class);
    }

    private long subscriptionOn(String word) {
        return Long.parseLong(
                rows("select id from subscription where include = '{" + word + "}'").getFirst());
    }
}
