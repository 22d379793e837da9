package org.papertide.notify.site;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.PaperSummary;
import org.papertide.events.Ranking;
import org.papertide.events.Window;
import org.papertide.notify.FakeRanking;
import org.papertide.notify.SampleEvents;
import org.papertide.notify.candidate.CandidateStore;
import org.papertide.notify.candidate.RecordSink;
import org.papertide.notify.message.PaperLine;
import org.papertide.notify.message.Samples;
import org.papertide.notify.subscription.Subscription;
import org.papertide.notify.subscription.SubscriptionRepository_;
import org.papertide.platform.database.Database;
import org.papertide.testing.Mailbox;
import org.papertide.testing.OpenApiDocument;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.ReceivedMail;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.TestStack;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "notify"))
class SitePagesIT {

    private static final String FORM = "application/x-www-form-urlencoded; charset=UTF-8";

    @TestHTTPResource("/")
    URI service = URI.create("http://localhost");

    @Inject CandidateStore candidates;
    @Inject FakeRanking ranking;
    @Inject Database database;

    @BeforeEach
    void isReady() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
    }

    /** A browser: asks for pages, and follows no redirect of its own. */
    private static RequestSpecification browser() {
        return given().header("Accept", "text/html,*/*;q=0.8").redirects().follow(false);
    }

    private void rank(Order order, Window window, String category) {
        PaperLine line = Samples.line(0);
        Ranking.Entry entry =
                new Ranking.Entry(1, null, line.score(), line.reasons(), line.paper().forRanking());
        Ranking ranking = new Ranking(order, window, category, Samples.NOW, List.of(entry));
        candidates.applyRankings(List.of(RecordSink.Change.to(EventCodec.RANKING, ranking)));
    }

    private static void subscribe(String address) {
        browser()
                .contentType(FORM)
                .formParam("email", address)
                .formParam("frequency", "WEEKLY")
                .formParam("timezone", "Europe/Berlin")
                .formParam("categories", "cs.LG, stat.ML")
                .post("/subscribe")
                .then()
                .statusCode(303)
                .header("Location", containsString("/subscribed"));
    }

    private static ReceivedMail confirmedWelcome(String address) {
        subscribe(address);
        Mailbox mailbox = TestStack.get().mailbox(address);
        String confirm =
                path(mailbox.await(mail -> mail.link("/confirm/").isPresent()), "/confirm/");
        browser().get(confirm).then().statusCode(200).body(containsString("One click to confirm"));
        browser()
                .post(confirm)
                .then()
                .statusCode(200)
                .body(containsString("You are subscribed"))
                .body(containsString("Your next digest is due on"));
        browser().get(confirm).then().statusCode(200).body(containsString("You are subscribed"));
        return mailbox.await(mail -> mail.link("/preferences/").isPresent());
    }

    private static String path(ReceivedMail mail, String part) {
        return URI.create(mail.link(part).orElseThrow()).getPath();
    }

    @Test
    void hasTheApprovedApi() throws IOException {
        OpenApiDocument.assertApproved(service);
    }

    @Test
    void showsWhatIsTrendingWithHeadersThatProtect() {
        rank(Order.TOP, Window.MONTH, "cs.LG");

        Response page = browser().get("/?order=top&window=month&category=cs.LG");

        page.then()
                .statusCode(200)
                .header("Content-Type", startsWith("text/html"))
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Set-Cookie", nullValue())
                .body(containsString("Tidal Attention"))
                .body(containsString("+42 upvotes in 6 h, 3 expected"));
    }

    @Test
    void doesNotSendTheSameListAgain() {
        rank(Order.TOP, Window.WEEK, "stat.ML");
        String list = "/trending?order=top&window=week&category=stat.ML";
        String tag = browser().get(list).then().statusCode(200).extract().header("ETag");

        browser().header("If-None-Match", tag).get(list).then().statusCode(304);
    }

    /**
     * A change of the order costs some kilobytes, and a paper is sent when it is new or changed.
     */
    @Test
    void sendsTheOrderWithoutThePapers() {
        rank(Order.TOP, Window.WEEK, "stat.AP");
        String list = "?order=top&window=week&category=stat.AP";
        Response changes = browser().get("/trending/changes" + list);
        changes.then()
                .statusCode(200)
                .body("asOf", equalTo(Samples.NOW.toString()))
                .body("entries[0].rank", equalTo(1));
        assertThat(changes.asByteArray().length).isLessThan(400);
        browser()
                .header("If-None-Match", changes.getHeader("ETag"))
                .get("/trending/changes" + list)
                .then()
                .statusCode(304);

        String version = changes.jsonPath().getString("entries[0].version");
        browser()
                .get("/trending/papers" + list + "&versions=none," + version)
                .then()
                .statusCode(200)
                .body(containsString("Tidal Attention"))
                .body(containsString("data-version=\"" + version + "\""));
        browser()
                .get("/trending/papers" + list + "&versions=none")
                .then()
                .statusCode(200)
                .body(not(containsString("Tidal Attention")));
    }

    /** What is public is compressed; a page with a token in it never is (BREACH). */
    @Test
    void compressesNoPageWithAToken() {
        rank(Order.TOP, Window.WEEK, "stat.CO");
        ReceivedMail welcome = confirmedWelcome(TestStack.get().newAddress("breach"));
        for (String open :
                List.of("/?order=top&window=week&category=stat.CO", "/about", "/assets/site.css")) {
            assertThat(encoding(open)).as(open).isEqualTo("gzip");
        }
        for (String token : List.of("/preferences/", "/unsubscribe/")) {
            assertThat(encoding(path(welcome, token))).as(token).isNotEqualTo("gzip");
        }
        assertThat(encoding("/confirm/aaaa")).isNotEqualTo("gzip");
    }

    private static @Nullable String encoding(String path) {
        return given().header("Accept", "text/html,*/*;q=0.8")
                .header("Accept-Encoding", "gzip")
                .get(path)
                .header("Content-Encoding");
    }

    @Test
    void servesItsOwnStyleAndScript() {
        String page = browser().get("/about").then().statusCode(200).extract().asString();
        for (String kind : List.of("site.css", "site.js")) {
            int start = page.indexOf("/assets/" + kind);
            String address = page.substring(start, page.indexOf('"', start));
            browser()
                    .urlEncodingEnabled(false)
                    .get(address)
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", containsString("immutable"));
        }
        browser().get("/privacy").then().statusCode(200).body(containsString("no cookie"));
        browser().get("/robots.txt").then().statusCode(200).body(containsString("/confirm/"));
    }

    @Test
    void showsTheFormAgainWithWhatIsWrong() {
        browser()
                .contentType(FORM)
                .formParam("email", "\"><script>alert(1)</script>")
                .formParam("timezone", "Mars/Olympus")
                .post("/subscribe")
                .then()
                .statusCode(400)
                .body(containsString("Something is not right yet"))
                .body(containsString("&lt;script&gt;"))
                .body(not(containsString("<script>alert")))
                .body(containsString("id=\"email-problem\""))
                .body(containsString("id=\"timezone-problem\""));
    }

    @Test
    void changesExportsAndErases() {
        String address = TestStack.get().newAddress("reader");
        ReceivedMail welcome = confirmedWelcome(address);
        String preferences = path(welcome, "/preferences/");

        browser()
                .get(preferences)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .header("X-Robots-Tag", containsString("noindex"))
                .body(containsString(address))
                .body(
                        containsString(
                                "In any of the categories Machine Learning (cs.LG), Machine"
                                        + " Learning (stat.ML)"));
        browser()
                .contentType(FORM)
                .formParam("action", "save")
                .formParam("frequency", "DAILY")
                .formParam("hour", "21")
                .formParam("timezone", "Asia/Tokyo")
                .post(preferences)
                .then()
                .statusCode(200)
                .body(containsString("Saved."))
                .body(containsString("a digest every day at 21:00 (Asia/Tokyo)"));
        browser()
                .contentType(FORM)
                .formParam("frequency", "INSTANT")
                .formParam("timezone", "Asia/Tokyo")
                .post(preferences)
                .then()
                .statusCode(200)
                .body(containsString("<option value=\"21\" selected>"))
                .body(containsString("Rest of the day&#39;s alerts at"));
        browser()
                .contentType(FORM)
                .formParam("timezone", "Mars/Olympus")
                .post(preferences)
                .then()
                .statusCode(400)
                .body(containsString("Nothing was changed"));
        browser()
                .contentType(FORM)
                .formParam("action", "export")
                .post(preferences)
                .then()
                .statusCode(200)
                .header("Content-Disposition", containsString("attachment"))
                .body(containsString(address));
        browser()
                .contentType(FORM)
                .formParam("action", "erase")
                .post(preferences)
                .then()
                .body(containsString("please tick the box"));
        browser()
                .contentType(FORM)
                .formParam("action", "erase")
                .formParam("sure", "yes")
                .post(preferences)
                .then()
                .statusCode(200)
                .body(containsString("All is deleted"));
        browser().get(preferences).then().statusCode(404);
    }

    private void score(int number, String title, String... categories) {
        PaperSummary paper =
                SamplePaper.of(SampleEvents.id(number), Instant.now().minus(Duration.ofHours(9)))
                        .title(title)
                        .categories(categories)
                        .summary();
        candidates.applyScores(
                List.of(
                        RecordSink.Change.to(
                                EventCodec.SCORE,
                                SampleEvents.score(paper, 1000, 1000, Instant.now()))));
    }

    /** The path of the private feed on a page of preferences. */
    private static String feed(String page) {
        int start = page.indexOf("/private-feeds/");
        return page.substring(start, page.indexOf('"', start));
    }

    @Test
    void feedsAReaderUntilTheSubscriptionEnds() {
        score(71001, "Feeding tides", "cs.LG");
        score(71002, "Feeding rivers", "test.RIVERS");
        String address = TestStack.get().newAddress("feed");
        ReceivedMail welcome = confirmedWelcome(address);
        String preferences = path(welcome, "/preferences/");
        assertThat(welcome.text()).contains("a feed of the papers that pass, for you alone");
        String feed = feed(browser().get(preferences).asString());

        Response atom = given().header("Accept-Encoding", "gzip").get(feed);
        atom.then()
                .statusCode(200)
                .header("Content-Type", startsWith("application/atom+xml"))
                .header("Cache-Control", startsWith("private"))
                .header("X-Robots-Tag", containsString("noindex"))
                .header("Referrer-Policy", "no-referrer")
                .header("Content-Encoding", nullValue())
                .body(containsString("Feeding tides"))
                .body(containsString("rel=\"self\""))
                .body(containsString(feed))
                .body(not(containsString("Feeding rivers")))
                .body(not(containsString("rel=\"hub\"")))
                .body(not(containsString(address)));
        String tag = atom.header("ETag");
        given().header("If-None-Match", "\"another\", " + tag)
                .get(feed)
                .then()
                .statusCode(304)
                .header("Cache-Control", startsWith("private"));
        String json = feed.replace(".atom", ".json");
        assertThat(given().get(json).jsonPath().getString("feed_url")).endsWith(json);
        assertThat(given().get(feed.replace(".atom", ".rss")).statusCode()).isEqualTo(200);

        rank(Order.RISING, Window.MONTH, "test.RIVERS");
        browser()
                .contentType(FORM)
                .formParam("action", "save")
                .formParam("categories", "test.RIVERS")
                .post(preferences)
                .then()
                .statusCode(200);
        given().header("If-None-Match", tag)
                .get(feed)
                .then()
                .statusCode(200)
                .body(containsString("Feeding rivers"))
                .body(not(containsString("Feeding tides")));

        String renewed =
                feed(
                        browser()
                                .contentType(FORM)
                                .formParam("action", "feed")
                                .post(preferences)
                                .then()
                                .statusCode(200)
                                .body(containsString("Your feed has a new address"))
                                .extract()
                                .asString());
        given().header("If-None-Match", tag)
                .get(feed)
                .then()
                .statusCode(410)
                .header("Cache-Control", "no-store")
                .header("X-Robots-Tag", containsString("noindex"));
        given().get(renewed).then().statusCode(200);

        browser().post(path(welcome, "/unsubscribe/")).then().statusCode(200);
        given().get(renewed).then().statusCode(410);
        assertThat(browser().get(preferences).asString()).doesNotContain("/private-feeds/");
    }

    @Test
    void saysThatNothingOfAnEndedSubscriptionIsChanged() {
        ReceivedMail welcome = confirmedWelcome(TestStack.get().newAddress("ended"));
        String preferences = path(welcome, "/preferences/");
        browser().post(path(welcome, "/unsubscribe/")).then().statusCode(200);

        for (String action : List.of("save", "feed")) {
            browser()
                    .contentType(FORM)
                    .formParam("action", action)
                    .formParam("frequency", "WEEKLY")
                    .post(preferences)
                    .then()
                    .statusCode(200)
                    .body(containsString("Nothing was changed: this subscription has ended."))
                    .body(not(containsString("Saved.")))
                    .body(not(containsString("Your feed has a new address")));
        }
    }

    /** Who confirms writes the subscription that there is, and who renews its feed does, too. */
    @Test
    void endsAnAddressOfAFeedThoughTheSubscriptionIsConfirmedAgainMeanwhile() throws Exception {
        String address = TestStack.get().newAddress("race");
        String preferences = path(confirmedWelcome(address), "/preferences/");
        String feed = feed(browser().get(preferences).asString());
        Mailbox mailbox = TestStack.get().mailbox(address);
        String first = path(mailbox.await(mail -> mail.link("/confirm/").isPresent()), "/confirm/");
        subscribe(address);
        String again =
                path(
                        mailbox.await(mail ->
                                mail.link("/confirm/").isPresent()
                                        && !path(mail, "/confirm/").equals(first)),
                        "/confirm/");
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> confirmed =
                    database.inTransaction(session -> {
                        long id = activeOf(session, address);
                        Subscription subscription =
                                new SubscriptionRepository_(session).lock(id).orElseThrow();
                        Future<Integer> asked =
                                other.submit(() -> browser().post(again).statusCode());
                        await().pollInSameThread().until(() -> waitsForUs(session));
                        subscription.renewFeed();
                        session.update(subscription);
                        return asked;
                    });
            assertThat(confirmed.get()).isEqualTo(200);
        }
        given().get(feed).then().statusCode(410);
        String renewed = feed(browser().get(preferences).asString());
        assertThat(renewed).isNotEqualTo(feed);
        given().get(renewed).then().statusCode(200);
    }

    private static long activeOf(StatelessSession session, String address) {
        return session.createNativeQuery(
                        """
                        select s.id from subscription s join subscriber p on p.id = s.subscriber_id
                        where p.address = :address and s.state = 'ACTIVE'
                        """,
                        Long.class)
                .setParameter("address", address)
                .getSingleResult();
    }

    private static boolean waitsForUs(StatelessSession session) {
        return session.createNativeQuery(
                        """
                        select exists (select from pg_stat_activity
                            where pg_backend_pid() = any(pg_blocking_pids(pid)))
                        """,
                        Boolean.class)
                .getSingleResult();
    }

    @Test
    void feedsNobodyOfWhomAllIsDeletedOrWhoseAddressIsForged() {
        String preferences =
                path(confirmedWelcome(TestStack.get().newAddress("erased")), "/preferences/");
        String feed = feed(browser().get(preferences).asString());
        browser()
                .contentType(FORM)
                .formParam("action", "erase")
                .formParam("sure", "yes")
                .post(preferences)
                .then()
                .statusCode(200);
        given().get(feed).then().statusCode(410);
        String token = preferences.substring(preferences.lastIndexOf('/') + 1);
        for (String forged :
                List.of(
                        "/private-feeds/" + token + ".atom",
                        "/private-feeds/a.atom",
                        "/private-feeds/" + "a".repeat(500) + ".rss",
                        feed.replace("private-feeds/", "private-feeds/a"),
                        feed + ".atom",
                        feed.replace(".atom", ""),
                        "/private-feeds/")) {
            given().get(forged).then().statusCode(404);
        }
    }

    @Test
    void refusesACategoryThatNoPaperHas() {
        rank(Order.RISING, Window.MONTH, "test.SEEN");
        // What has been seen is asked for once a while.
        await().untilAsserted(() ->
                browser()
                        .contentType(FORM)
                        .formParam("categories", "cs.lg, test.seen, math")
                        .post("/subscribe/preview")
                        .then()
                        .statusCode(200));
        browser()
                .contentType(FORM)
                .formParam("categories", "cs.LG, test.UNSEEN")
                .post("/subscribe/preview")
                .then()
                .statusCode(400)
                .body(containsString("There is no category test.UNSEEN: neither arXiv nor any"));
    }

    /** The link of the mail that asks for a confirmation, which mail programs have a button for. */
    @Test
    void endsARequestThatHasNotBegun() {
        subscribe("asked-only@example.org");
        ReceivedMail asked =
                TestStack.get()
                        .mailbox("asked-only@example.org")
                        .await(mail -> mail.link("/confirm/").isPresent());
        String unsubscribe =
                asked.header("List-Unsubscribe")
                        .orElseThrow()
                        .replaceAll("(?s).*?(/unsubscribe/[^>]*)>.*", "$1");

        browser()
                .get(unsubscribe)
                .then()
                .statusCode(200)
                .body(
                        containsString(
                                "The subscription has not begun. This button ends the request."))
                .body(not(containsString("You now get")));
        browser().post(unsubscribe).then().statusCode(200);
        browser().get(unsubscribe).then().body(containsString("You are unsubscribed"));
    }

    @Test
    void unsubscribesAtOnceWithoutRedirectOrCookie() {
        ReceivedMail welcome = confirmedWelcome(TestStack.get().newAddress("leaver"));
        String unsubscribe = path(welcome, "/unsubscribe/");

        browser().get(unsubscribe).then().statusCode(200).body(containsString("Unsubscribe?"));
        browser().get(unsubscribe).then().body(containsString("Unsubscribe?"));
        given().redirects()
                .follow(false)
                .multiPart("List-Unsubscribe", "One-Click")
                .post(unsubscribe)
                .then()
                .statusCode(200)
                .header("Set-Cookie", nullValue());
        given().contentType(FORM)
                .formParam("List-Unsubscribe", "One-Click")
                .post(unsubscribe)
                .then()
                .statusCode(200);
        browser().get(unsubscribe).then().body(containsString("You are unsubscribed"));
    }

    @Test
    void tellsForgedLinksFromPages() {
        for (String page : List.of("/confirm/", "/preferences/", "/unsubscribe/", "/editions/")) {
            browser()
                    .get(page + "forgedforgedforged")
                    .then()
                    .statusCode(404)
                    .header("Content-Type", startsWith("text/html"))
                    .body(containsString("This link is not one of ours"));
        }
        browser().post("/confirm/forged").then().statusCode(404);
        browser().post("/unsubscribe/forged").then().statusCode(404);
        browser()
                .get("/no/such/page")
                .then()
                .statusCode(404)
                .header("Content-Type", startsWith("text/html"))
                .body(containsString("There is no such page"));
        assertThat(given().get("/api/v1/no-such").statusCode()).isEqualTo(404);
        given().get("/api/v1/no-such").then().header("Content-Type", not(equalTo("text/html")));
    }

    @Test
    void answersOnlyByItsOwnName() {
        for (String path : List.of("/", "/q/health/ready", "/api/v1/editions/1", "/subscribe")) {
            given().header("Host", "evil.example").get(path).then().statusCode(421);
        }
        given().header("Host", "127.0.0.1:1").get("/about").then().statusCode(200);
    }

    @Test
    void redirectsToNoNameThatTheRequestMadeUp() {
        browser()
                .contentType(FORM)
                .header("Host", "papertide.localhost")
                .formParam("email", TestStack.get().newAddress("host"))
                .post("/subscribe")
                .then()
                .statusCode(303)
                .header("Location", equalTo("/subscribed"));
    }

    @Test
    void takesNoFormFromOtherSites() {
        browser()
                .contentType(FORM)
                .header("Sec-Fetch-Site", "cross-site")
                .formParam("email", "stranger@example.org")
                .post("/subscribe")
                .then()
                .statusCode(403)
                .header("Content-Type", startsWith("text/html"))
                .body(containsString("sent by another site"));
    }

    /** By its announced length: who sends all of it at once may not get to read the answer. */
    @Test
    void refusesAFormThatIsFarTooLong() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
            socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            String head =
                    String.join(
                            "\r\n",
                            "POST /subscribe HTTP/1.1",
                            "Host: localhost",
                            "Content-Type: " + FORM,
                            "Content-Length: 600000",
                            "",
                            "");
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 413 ").contains("That was too long");
        }
    }

    /** Bytes as they are: the client of the other tests would encode them. */
    @Test
    void refusesAFormThatIsNone() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String body : List.of("=", "%", "email=%", "email=%zz", "&=&", "email=%c3%28=")) {
                HttpRequest request =
                        HttpRequest.newBuilder(service.resolve("/subscribe"))
                                .header("Content-Type", FORM)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build();
                assertThat(
                                client.send(request, HttpResponse.BodyHandlers.discarding())
                                        .statusCode())
                        .as(body)
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void answersSearchesAndSaysWhenItCannot() {
        browser()
                .queryParam("q", "tidal <b>\"waves\"")
                .get("/search")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body(containsString("<mark>tidal &lt;b&gt;&quot;waves&quot;</mark>"))
                .body(containsString("/subscribe?search=tidal"))
                .body(containsString("/papers/arxiv:2603.00000"));
        // Another direction and marks that pile up; a formula stays as it was typed.
        browser()
                .queryParam("q", "\u202etidal\u202c e" + "\u0301".repeat(40) + " $\\alpha$ waves")
                .get("/search")
                .then()
                .statusCode(200)
                .body(
                        containsString(
                                "<title>Search: tidal é\u0301\u0301\u0301\u0301 $\\alpha$ waves ·"))
                .body(
                        containsString(
                                "<h1>Papers for “tidal é\u0301\u0301\u0301\u0301 $\\alpha$ waves”</h1>"))
                .body(
                        containsString(
                                "title=\"Papers for “tidal é\u0301\u0301\u0301\u0301 $\\alpha$ waves”\""));
        browser()
                .queryParam("q", "\"tdies\" <b> & moons")
                .queryParam("sort", "top")
                .get("/search")
                .then()
                .body(
                        containsString(
                                "Did you mean: <a href=\"/search?q=%22tides%22+%3Cb%3E+%26+moons"
                                        + "&amp;sort=top\">&quot;tides&quot; &lt;b&gt; &amp;"
                                        + " moons</a>"));
        browser()
                .get("/search")
                .then()
                .statusCode(200)
                .body(containsString("type=\"search\""))
                .body(not(containsString("Did you mean")));
        browser()
                .queryParam("q", "???")
                .get("/search")
                .then()
                .statusCode(200)
                .body(containsString("There is no word to search for"))
                .body(not(containsString("No paper was found")))
                .body(not(containsString("Subscribe to this search")))
                .body(not(containsString("Follow as a feed")));
        // An emoji is a word to the search, and a plus sign is none.
        browser()
                .queryParam("q", "+ #")
                .get("/search")
                .then()
                .body(containsString("There is no word to search for"));
        browser()
                .queryParam("q", "\uD83E\uDD17")
                .get("/search")
                .then()
                .body(not(containsString("There is no word to search for")));
        browser().queryParam("q", "\u0000\u001b\u202e").get("/search").then().statusCode(200);
        for (int length : List.of(2_001, 23_000)) {
            browser()
                    .get("/search?q=" + "x".repeat(length))
                    .then()
                    .statusCode(400)
                    .body(containsString("That is too much to search for"));
        }
        browser()
                .queryParam("about", "deep <nets")
                .queryParam("like", "2401.00001")
                .get("/subscribe")
                .then()
                .statusCode(200)
                .body(containsString(">deep &lt;nets</textarea>"))
                .body(containsString("value=\"2401.00001\""));
        browser()
                .queryParam("search", "tidal \"low <b>\" \"high tide\" author:Ada")
                .queryParam("category", "cs.LG")
                .get("/subscribe")
                .then()
                .statusCode(200)
                .body(containsString(">tidal low &lt;b&gt; high tide</textarea>"))
                .body(containsString("value=\"low &lt;b&gt;\""))
                .body(containsString("value=\"Ada\""))
                .body(containsString("need not hold “high tide”"));
        browser()
                .get("/subscribe?search=" + "x".repeat(2_001))
                .then()
                .statusCode(400)
                .body(containsString("It has more than 2,000 characters"));
        browser()
                .queryParam("q", "id:arxiv:2699.00001 category:cs.LG")
                .get("/search")
                .then()
                .statusCode(200)
                .body(containsString("The paper of this id was withdrawn."))
                .body(not(containsString("No paper of this id was found")))
                .body(not(containsString("Please try other words")));
        ranking.away(true);
        try {
            browser()
                    .get("/search?q=tidal")
                    .then()
                    .statusCode(503)
                    .body(containsString("Search is temporarily unavailable"))
                    .body(containsString("mails may come later than usual"))
                    .body(containsString("value=\"tidal\""));
        } finally {
            ranking.away(false);
        }
    }

    @Test
    void showsAPaperWithThoseThatAreLikeIt() {
        PaperSummary paper = Samples.paper(77, "A page of its own", "An <i>abstract</i>.");
        candidates.applyScores(
                List.of(
                        RecordSink.Change.to(
                                EventCodec.SCORE, SampleEvents.score(paper, 3, 4, Samples.NOW))));

        browser()
                .get("/papers/" + paper.id().value())
                .then()
                .statusCode(200)
                .body(containsString("A page of its own"))
                .body(containsString("An &lt;i&gt;abstract&lt;/i&gt;."))
                .body(not(containsString("Read on")))
                .body(containsString("Similar papers"))
                .body(containsString("/subscribe?like=arxiv%3A2603.00077"))
                .body(containsString("<mark>tidal</mark>"));
        browser().get("/papers/2603.00077v2").then().statusCode(200);
        browser().get("/papers/arxiv:2699.00001").then().statusCode(404);
        browser().get("/papers/%3Cscript%3E").then().statusCode(404);
        PaperSummary quiet = Samples.paper(78, "Old and quiet", "It was imported. It goes on …");
        ranking.knows(quiet);
        browser()
                .get("/papers/" + quiet.id().value())
                .then()
                .statusCode(200)
                .body(containsString("It was imported."))
                .body(containsString("Read on"));
        ranking.away(true);
        try {
            browser()
                    .get("/papers/" + quiet.id().value())
                    .then()
                    .statusCode(503)
                    .body(containsString("Back in a moment"));
            browser()
                    .get("/papers/" + paper.id().value())
                    .then()
                    .statusCode(200)
                    .body(containsString("Search is temporarily unavailable."));
        } finally {
            ranking.away(false);
        }
    }

    @Test
    void previewsWhatASubscriptionWouldLetPass() {
        browser()
                .get("/subscribe/preview")
                .then()
                .statusCode(303)
                .header("Location", endsWith("/subscribe"));
        browser()
                .contentType(FORM)
                .formParam("about", "tides")
                .formParam("email", "")
                .post("/subscribe/preview")
                .then()
                .statusCode(200)
                .body(containsString("<h1>Preview of your subscription</h1>"))
                .body(containsString("<title>Preview of your subscription"))
                .body(containsString("id=\"preview\" tabindex=\"-1\" role=\"status\""))
                .body(containsString(">tides</textarea>"));
        browser()
                .contentType(FORM)
                .formParam("about", "tides, no moons")
                .formParam("notAbout", "")
                .post("/subscribe/preview")
                .then()
                .statusCode(200)
                .body(containsString("<details class=\"options\" open>"))
                .body(containsString(">tides</textarea>"))
                .body(containsString(">moons</textarea>"))
                .body(containsString("name=\"notAboutSeen\" value=\"moons\""))
                .body(containsString("The end of a line of yours was moved here."));
        browser()
                .contentType(FORM)
                .formParam("about", "tides, no moons")
                .formParam("notAbout", "")
                .formParam("notAboutSeen", "moons")
                .post("/subscribe/preview")
                .then()
                .statusCode(200)
                .body(containsString(">tides, no moons</textarea>"));
        browser()
                .contentType(FORM)
                .formParam("about", "x".repeat(501))
                .post("/subscribe/preview")
                .then()
                .statusCode(400)
                .body(containsString("Each text needs a word, and 1 to 500 visible characters."));
        given().contentType("application/json")
                .body("{\"include\": [\"no paper has this\"]}")
                .post("/api/v1/subscriptions/preview")
                .then()
                .statusCode(200)
                .body("papers", equalTo(0))
                .body("days", lessThanOrEqualTo(7))
                .body("unread", equalTo(0));
    }
}
