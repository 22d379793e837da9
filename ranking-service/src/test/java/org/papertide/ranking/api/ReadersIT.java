package org.papertide.ranking.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.SyndFeedInput;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.StringReader;
import java.net.Socket;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.lucene.search.IndexSearcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.EventCodec;
import org.papertide.events.Order;
import org.papertide.events.Paper;
import org.papertide.events.PaperStatus;
import org.papertide.events.RankingKey;
import org.papertide.events.Score;
import org.papertide.events.TextModel;
import org.papertide.events.Topic;
import org.papertide.events.Window;
import org.papertide.ranking.api.readmodel.ReadModel;
import org.papertide.ranking.api.readmodel.Readers;
import org.papertide.ranking.meaning.Embedder;
import org.papertide.ranking.meaning.EmbeddingException;
import org.papertide.ranking.meaning.NoVectors;
import org.papertide.ranking.meaning.TextModels;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.SamplePaper;

/** What readers get over HTTP, on a real broker: each test has a category of its own. */
@QuarkusTest
@WithTestResource(PapertideTestResource.class)
class ReadersIT extends ReaderSteps {

    @Inject TextModels models;

    @Test
    void tellsThePastOnEveryReplicaAlsoOnOneThatStartsAnew(@TempDir Path state) {
        Instant midnight = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3));
        for (int number = 701; number <= 703; number++) {
            send(Readers.paper(number, midnight, "test.PAST"));
        }
        send(Readers.past("test.PAST", midnight.minus(Duration.ofDays(1)), 9, 703));
        send(Readers.past("test.PAST", midnight, 9, 701, 703, 702));
        String path = "/api/v1/trending?category=test.PAST&limit=2&asOf=";

        Response byInstant = awaitEntries(path + midnight.plusSeconds(600));
        assertThat(byInstant.jsonPath().getString("asOf")).isEqualTo(midnight.toString());
        assertThat(byInstant.jsonPath().getList("entries.paper.id"))
                .containsExactly(Readers.id(701).value(), Readers.id(703).value());
        assertThat(byInstant.jsonPath().getList("entries.previousRank")).containsExactly(null, 1);
        assertThat(byInstant.header("Cache-Control")).isEqualTo("public, max-age=300");
        assertKnownByItsTagAlone(path + midnight.plusSeconds(600));
        assertThat(get(next(byInstant)).jsonPath().getList("entries.rank")).containsExactly(3);

        String day = midnight.minusSeconds(1).toString().substring(0, 10);
        assertThat(get(path + day).jsonPath().getString("asOf")).isEqualTo(midnight.toString());
        for (String before : List.of("1970-01-01", "1969-12-31T23:59:59Z", "1960-01-01")) {
            Response unknown = get(path + before);
            assertThat(unknown.statusCode()).as(before).isEqualTo(404);
            assertThat(unknown.jsonPath().getString("detail"))
                    .contains(midnight.minus(Duration.ofDays(1)).toString());
        }

        Response today = get(path + Instant.now().toString().substring(0, 10));
        assertThat(today.jsonPath().getString("asOf")).isEqualTo(midnight.toString());
        assertThat(today.header("Cache-Control")).isEqualTo("public, max-age=1");

        assertThat(freshReplica(state).findMoment("test.PAST", Instant.now()))
                .map(ReadModel.Moment::at)
                .contains(midnight);
    }

    /** The readers' stores of a replica without any state. */
    private ReadModel freshReplica(Path state) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "fresh-replica");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        KafkaStreams replica = Readers.replica(topics, settings);
        open.add(() -> replica.close(Duration.ofSeconds(10)));
        replica.start();
        await().atMost(PATIENCE).until(() -> replica.state() == KafkaStreams.State.RUNNING);
        return Readers.readModel(replica);
    }

    @Test
    void walksThroughARankingThatMoves() {
        publish(rising("test.WALK"), Instant.now(), IntStream.rangeClosed(1, 90).toArray());
        Response page = awaitEntries("/api/v1/trending?category=test.WALK&limit=40");
        List<String> walked = new ArrayList<>(page.jsonPath().getList("entries.paper.id"));
        int[] turned = IntStream.rangeClosed(1, 90).map(number -> 91 - number).toArray();
        publish(rising("test.WALK"), Instant.now(), turned);
        await().atMost(PATIENCE)
                .until(() ->
                        get("/api/v1/trending?category=test.WALK&limit=1")
                                .jsonPath()
                                .getString("entries[0].paper.id")
                                .equals(Readers.id(90).value()));
        while (page.header("Link") != null) {
            page = get(next(page));
            walked.addAll(page.jsonPath().getList("entries.paper.id"));
        }
        assertThat(walked).doesNotHaveDuplicates().hasSize(90);
    }

    private static String next(Response page) {
        String link = page.header("Link");
        assertThat(link).matches("<[^>]+>; rel=\"next\"");
        return link.substring(1, link.indexOf('>'));
    }

    @Test
    void sendsNothingTwiceToWhoHasIt() {
        publish(rising("test.TAG"), Instant.now(), 1, 2, 3);
        String path = "/api/v1/trending?category=test.TAG";
        Response first = awaitEntries(path);
        String tag = first.header("ETag");

        assertThat(tag).matches("\"[\\w-]+\"");
        assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=1");
        assertThat(first.header("Last-Modified")).endsWith("GMT");
        assertThat(first.headers().getValues("Vary")).anyMatch(v -> v.contains("Accept-Encoding"));
        Response again = given().header("If-None-Match", tag).get(path);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.header("ETag")).isEqualTo(tag);
        assertThat(again.header("Cache-Control")).isEqualTo("public, max-age=1");
        assertThat(again.body().asByteArray()).isEmpty();
        for (String known : List.of("W/" + tag, "\"other\", " + tag, "*")) {
            assertThat(given().header("If-None-Match", known).get(path).statusCode())
                    .as(known)
                    .isEqualTo(304);
        }
        assertThat(
                        given().header("If-Modified-Since", first.header("Last-Modified"))
                                .get(path)
                                .statusCode())
                .isEqualTo(304);
        assertThat(
                        given().header("If-None-Match", "\"other\"")
                                .header("If-Modified-Since", first.header("Last-Modified"))
                                .get(path)
                                .statusCode())
                .isEqualTo(200);
        for (String malformed : List.of("x", "-1", "Sun, 31 Feb 1994 08:49:37 GMT")) {
            assertThat(given().header("If-Modified-Since", malformed).get(path).statusCode())
                    .as(malformed)
                    .isEqualTo(200);
        }
        assertThat(given().header("Accept-Encoding", "identity").get(path).header("ETag"))
                .isNotEqualTo(tag);

        publish(rising("test.TAG"), Instant.now(), 3, 2, 1);
        await().atMost(PATIENCE)
                .until(() -> given().header("If-None-Match", tag).get(path).statusCode() == 200);
    }

    /** What may change and keep its time, or go back in time, is told by its tag. */
    private static void assertKnownByItsTagAlone(String path) {
        Response answer =
                given().urlEncodingEnabled(false)
                        .header("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT")
                        .get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.header("Last-Modified")).as(path).isNull();
        assertThat(answer.header("ETag")).as(path).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "atom, application/atom+xml, atom_1.0",
        "rss, application/rss+xml, rss_2.0",
        "json, application/feed+json,"
    })
    void feedsFeedReaders(String format, String mediaType, String type) throws Exception {
        publish(rising("test.FEED"), Instant.now(), 1, 2, 3);
        awaitEntries("/api/v1/trending?category=test.FEED");
        String path = "/feeds/rising/day." + format + "?category=test.FEED&limit=2";
        Response feed = given().urlEncodingEnabled(false).get(path);

        assertThat(feed.statusCode()).isEqualTo(200);
        assertThat(feed.contentType()).startsWith(mediaType).containsIgnoringCase("utf-8");
        assertThat(feed.header("Cache-Control")).isEqualTo("public, max-age=300");
        if (type == null) {
            assertThat(feed.jsonPath().getList("items")).hasSize(2);
            assertThat(feed.jsonPath().getString("feed_url"))
                    .isEqualTo(
                            "https://papertide.example/ranking"
                                    + "/feeds/rising/day.json?category=test.FEED&limit=2");
        } else {
            SyndFeed read = new SyndFeedInput().build(new StringReader(feed.asString()));
            assertThat(read.getFeedType()).isEqualTo(type);
            assertThat(read.getEntries()).hasSize(2);
        }
        assertThat(feed.asString())
                .as("its address is a setting")
                .doesNotContain(service.getAuthority());
        assertThat(given().header("Host", "stranger.example").get(path).statusCode())
                .as("a name that is not ours")
                .isEqualTo(421);
        assertThat(
                        given().urlEncodingEnabled(false)
                                .header("If-None-Match", feed.header("ETag"))
                                .get(path)
                                .statusCode())
                .isEqualTo(304);
    }

    /** Neither by an upgrade nor by a client that knows beforehand. */
    @Test
    void speaksNoHttp2() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(service.resolve("/api/v1/trending")).build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).version())
                    .isEqualTo(HttpClient.Version.HTTP_1_1);
        }
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(
                            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                                    .getBytes(StandardCharsets.US_ASCII));
            // In text, where a server of HTTP/2 begins with the frame of its settings.
            assertThat(socket.getInputStream().readNBytes(12)).asString().endsWith(" 400");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/feeds/rising/month.json?category=TEST.case",
                "/api/v1/trending?window=month&category=test.case",
                "/api/v1/papers/arxiv:2501.00001/standing?window=month&category=TEST.CASE"
            })
    void takesACategoryInAnyCase(String path) {
        RankingKey key = new RankingKey(Order.RISING, Window.MONTH, "test.CASE");
        publish(key, Instant.now(), 1);
        send(Readers.paper(1, Instant.now(), "test.CASE"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(path).asString()).contains("test.CASE"));
    }

    /** There are rankings of categories only; an empty one would say that nothing is there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/feeds/rising/month.json",
                "/api/v1/trending",
                "/api/v1/trending?asOf=2026-01-01",
                "/api/v1/trending/events"
            })
    void saysThatAnArchiveHasNoRanking(String path) {
        RankingKey key = new RankingKey(Order.RISING, Window.MONTH, "shelf.CASE");
        publish(key, Instant.now(), 1);
        String archive = path + (path.contains("?") ? "&" : "?") + "category=Shelf";
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(archive).statusCode()).isEqualTo(400));
        assertThat(get(archive).jsonPath().getString("parameter")).isEqualTo("category");
        assertThat(get(archive).asString()).contains("such as shelf.CASE");
    }

    @Test
    void saysWhyAPaperDoesNotRank() {
        send(Readers.paper(801, Instant.now().minus(Duration.ofDays(90)), "test.WHY"));
        String path = "/api/v1/papers/" + Readers.id(801) + "/standing";
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get(path).jsonPath().getString("standing"))
                                .isEqualTo("NOT_IN_WINDOW"));
        assertThat(get(path + "?category=hep-ex").jsonPath().getString("standing"))
                .isEqualTo("OTHER_CATEGORY");
        Response unknown = get("/api/v1/papers/arxiv:hep-ex/9901001/standing?order=top");
        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(unknown.jsonPath().getString("paper")).isEqualTo("arxiv:hep-ex/9901001");
        assertThat(unknown.jsonPath().getString("order")).isEqualTo("top");
        assertThat(unknown.jsonPath().getString("standing")).isEqualTo("UNKNOWN");
        assertThat(unknown.jsonPath().getString("sentence")).isNotBlank();
        assertThat(get("/api/v1/papers/" + Readers.id(801)).jsonPath().getString("status"))
                .isEqualTo("LISTED");
        String number = Readers.id(801).toString().replace("arxiv:", "");
        Response page = get("/api/v1/papers/https://huggingface.co/papers/" + number + "/standing");
        assertThat(page.jsonPath().getString("paper"))
                .as("by the address of a page as it stands")
                .isEqualTo("arxiv:" + number);
        assertKnownByItsTagAlone(path);
        assertKnownByItsTagAlone("/api/v1/papers/" + Readers.id(801));
        assertKnownByItsTagAlone("/api/v1/trending?category=test.NEVER");
    }

    @Test
    void tellsHowAPaperStood() {
        Instant midnight = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3));
        Paper paper = Readers.paper(811, midnight.minus(Duration.ofDays(90)), "test.STOOD");
        Score score = Readers.score(paper, 7, Readers.upvotes(), Map.of(Window.MONTH, false));
        send(paper);
        send(Topic.SCORES, EventCodec.SCORE.key(score), EventCodec.SCORE.encode(score));
        send(Readers.past("test.STOOD", midnight, 9, 810, 811));
        String path = "/api/v1/papers/" + Readers.id(811);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get(path).jsonPath().getList("history.score"))
                                .containsExactly(7.0f, 8.0f));
        Response view = get(path);
        assertThat(view.jsonPath().getDouble("score")).isEqualTo(7);
        assertThat(view.jsonPath().getList("history.at"))
                .containsExactly(score.observedAt().toString(), midnight.toString());
        assertThat(view.jsonPath().getList("ranks.category")).containsExactly("test.STOOD");
        assertThat(view.jsonPath().getInt("ranks[0].points[0].rank")).isEqualTo(2);
        assertThat(given().header("If-None-Match", view.header("ETag")).get(path).statusCode())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/trending?asOf=yesterday, 400, asOf",
        "/api/v1/trending?asOf=2090-01-01T00:00:00Z, 400, asOf",
        "/api/v1/trending?asOf=1970-01-01, 404,",
        "/api/v1/trending?asOf=0001-01-01T00:00:00Z, 404,",
        "/api/v1/trending?cursor=forged, 400, cursor",
        "/api/v1/trending/events?order=falling, 400, order",
        "/api/v1/trending/events?window=year, 400, window",
        "/api/v1/trending/events?category=%3Cscript%3E, 400, category",
        "/api/v1/trending/events?limit=0, 400, limit",
        "/feeds/falling/day.atom, 400, order",
        "/feeds/rising/year.atom, 400, window",
        "/feeds/rising/day.doc, 400, format",
        "/feeds/rising/day.rss?category=%22, 400, category",
        "/feeds/rising/day.json?limit=201, 400, limit",
        "/feeds/author.atom, 400, author",
        "/feeds/author.atom?author=A.+B., 400, author",
        "/feeds/author.doc?author=Ada, 400, format",
        "/feeds/rising/day, 404,",
        "/api/v1/papers/nothing/standing, 400, id",
        "/api/v1/papers/arxiv:2401.00001/standing?window=year, 400, window",
        "/api/v1/papers/arxiv:2401.00001/standing?order=falling, 400, order"
    })
    void answersAProblemThatNamesTheParameter(String path, int status, String parameter) {
        Response answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("parameter")).isEqualTo(parameter);
        assertThat(answer.jsonPath().getString("errors[0].field")).isEqualTo(parameter);
    }

    @Test
    void describesItself() {
        String document =
                given().accept("application/json").get("/q/openapi?format=json").asString();
        for (String path :
                List.of(
                        "/api/v1/trending",
                        "/api/v1/trending/events",
                        "/api/v1/papers/{id}",
                        "/api/v1/papers/{id}/standing",
                        "/feeds/{order}/{window}.{format}",
                        "/feeds/author.{format}")) {
            assertThat(document).contains("\"" + path + "\"");
        }
    }

    private static final String ZEBRA = "Stripes of zebras as graph colourings";

    private static SamplePaper zebra(int number) {
        // So long ago that the stream itself gives it no score.
        return SamplePaper.of(Readers.id(number), Instant.now().minus(Duration.ofDays(90)))
                .title(ZEBRA + " " + number)
                .abstractText("Herds of <b>zebras</b> are coloured.")
                .authors(List.of("Ada Lovelace", "Zoë Zebraist"))
                .categories("test.ZEBRA");
    }

    /** As they are listed, with what trends; those that leave are gone. */
    @Test
    void findsPapersWhileTheyAreThere() throws Exception {
        Paper first = zebra(901).build();
        send(first);
        send(zebra(902).build());
        Score score = Readers.score(first, 7, Readers.upvotes(), Map.of(Window.MONTH, false));
        send(Topic.SCORES, EventCodec.SCORE.key(score), EventCodec.SCORE.encode(score));
        String path = "/api/v1/search?q=zebra+colouring&by=words";

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(found(path)).hasSize(2));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get(path + "&sort=rising").jsonPath().getList("entries.score"))
                                .containsExactly(7.0f, null));
        Response page = get(path + "&sort=rising&limit=1");
        assertThat(page.jsonPath().getString("entries[0].paper.id")).isEqualTo(first.id().value());
        assertThat(page.jsonPath().getDouble("entries[0].relevance")).isBetween(0.1, 1.0);
        assertThat(page.jsonPath().getList("entries[0].match.words"))
                .containsExactly("zebra", "colouring");
        assertThat(
                        page.jsonPath()
                                .getList(
                                        "entries[0].match.highlights[1].parts.findAll { it.marked"
                                                + " }.text"))
                .containsExactly("zebras", "coloured");
        assertThat(get(next(page)).jsonPath().getList("entries.paper.id"))
                .containsExactly(Readers.id(902).value());
        assertThat(found("/api/v1/search?q=stripes+of+zebras+as+graph+colourings+902").getFirst())
                .isEqualTo(Readers.id(902).value());
        assertThat(found("/api/v1/search?q=https://arxiv.org/abs/2501.00902v1"))
                .containsExactly(Readers.id(902).value());
        // Each gets its vector when its text has been embedded, after it is found by words.
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(
                                        found(
                                                "/api/v1/papers/arxiv:2501.00901/similar?category=TEST.zebra"))
                                .containsExactly(Readers.id(902).value()));
        assertKnownByItsTagAlone(path);
        for (String feed :
                List.of(
                        "/feeds/search.atom?q=zebra+colouring",
                        "/feeds/author.atom?author=Nobody+Such&author=Zebraist%2C+Z%C3%B6e&category=TEST.zebra",
                        "/feeds/papers/arxiv:2501.00901/similar.atom?category=TEST.zebra")) {
            String atom = get(feed).asString();
            SyndFeed read = new SyndFeedInput().build(new StringReader(atom));
            assertThat(read.getEntries().getFirst().getTitle()).as(feed).startsWith(ZEBRA);
            assertThat(atom)
                    .contains(
                            "\"https://papertide.example/ranking"
                                    + feed.replace("&", "&amp;")
                                    + "\"");
            if (feed.contains("author=")) {
                assertThat(atom)
                        .contains("/search?q=author:%22Nobody%20Such%22&amp;category=TEST.zebra\"");
            }
        }

        assertThat(get("/feeds/search.atom?q=zebra+a~b--c").asString())
                .contains("Papers about zebra a~b--c</title>");

        send(zebra(901).revision(2).status(PaperStatus.WITHDRAWN, null).build());
        send(zebra(902).revision(2).status(PaperStatus.MERGED, Readers.id(903)).build());
        send(zebra(903).aliases(List.of(Readers.id(902))).build());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(found(path)).containsExactly(Readers.id(903).value()));
    }

    /**
     * Off, or failing at each text: it says so where only meaning will do, and goes on by words.
     */
    @Test
    void goesOnByWordsWithoutATextModel() {
        String okapi = "test.OKAPI";
        send(
                SamplePaper.of(Readers.id(911), Instant.now().minus(Duration.ofDays(90)))
                        .title("How okapis walk")
                        .abstractText(null)
                        .categories(okapi)
                        .build());
        send(
                SamplePaper.of(Readers.id(912), Instant.now().minus(Duration.ofDays(90)))
                        .title("Gaits of giraffes")
                        .categories(okapi)
                        .build());
        String path = "/api/v1/search?q=okapis+walk&category=" + okapi;
        String walking = Readers.id(911).value();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(found(path + "&by=meaning")).startsWith(walking));
        String all = "/api/v1/search?by=meaning&q=category:" + okapi;
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(found(all)).hasSize(2));

        List<Embedder> running = models.all();
        try {
            for (Runnable broken :
                    List.<Runnable>of(
                            () -> models.lacks(NoVectors.MODEL_OFF, "text models: off"),
                            () -> models.use(List.of(new FailingEmbedder())))) {
                broken.run();
                Response refused = get(path + "&by=meaning");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.contentType()).startsWith("application/problem+json");
                assertThat(refused.jsonPath().getString("detail")).contains("by=words");
                assertThat(found(path + "&by=words")).containsExactly(walking);
                Response both = get(path);
                assertThat(both.jsonPath().getString("by")).isEqualTo("words");
                assertThat(both.jsonPath().getString("note")).contains("by words alone");
                assertThat(both.jsonPath().getList("entries.paper.id")).containsExactly(walking);
                assertThat(found(all)).hasSize(2);
                assertThat(found("/api/v1/papers/" + walking + "/similar?category=" + okapi))
                        .doesNotContain(walking);
                assertThat(get("/api/v1/papers/" + walking + "/similar").jsonPath())
                        .satisfies(answer -> {
                            assertThat(answer.getString("by")).isEqualTo("words");
                            assertThat(answer.getString("note")).contains("words of its title");
                        });
                assertThat(get("/feeds/search.atom?q=okapis+walk").statusCode()).isEqualTo(200);
            }
        } finally {
            models.use(running);
        }
        assertThat(found(path + "&by=meaning")).startsWith(walking);
    }

    private static final class FailingEmbedder implements Embedder {

        @Override
        public TextModel model() {
            return new TextModel("failing", "1");
        }

        @Override
        public int dimensions() {
            return 384;
        }

        @Override
        public List<float[]> embed(List<String> texts, Role role) {
            throw new EmbeddingException("no memory", new IllegalStateException());
        }
    }

    @Test
    void saysThatAQueryHasNoWords() {
        await().atMost(PATIENCE)
                .until(() -> get("/api/v1/search?q=category:cs.LG").statusCode() == 200);
        for (String by : List.of("words", "meaning", "both")) {
            Response answer = get("/api/v1/search?q=%3F%3F%3F&by=" + by);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.jsonPath().getList("entries")).isEmpty();
            assertThat(answer.jsonPath().getString("note")).contains("no word");
        }
    }

    private static List<String> found(String path) {
        Response answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.jsonPath().getList("entries.paper.id");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/search, 400, q",
        "/api/v1/search?q=, 400, q",
        "/api/v1/search?q=%20%22%22, 400, q",
        "/api/v1/search?q=a&by=magic, 400, by",
        "/api/v1/search?q=a&sort=price, 400, sort",
        "/api/v1/search?q=a&from=yesterday, 400, from",
        "/api/v1/search?q=a&until=2026-13-01, 400, until",
        "/api/v1/search?q=a&from=2026-05-04&until=2026-05-03, 400, from",
        "/api/v1/search?q=a&code=perhaps, 400, code",
        "/api/v1/search?q=a&limit=201, 400, limit",
        "/api/v1/search?q=a&cursor=AAAA, 400, cursor",
        "/api/v1/papers/arxiv:2401.00001/similar, 404,",
        "/api/v1/papers/nothing/similar, 400, id"
    })
    void saysWhatIsWrongWithASearch(String path, int status, String parameter) {
        await().atMost(PATIENCE)
                .until(() -> get("/api/v1/search?q=category:cs.LG").statusCode() == 200);
        Response answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("parameter")).isEqualTo(parameter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%28%28%28",
                "a%20AND",
                "%22",
                "title:%5B*%20TO%20*%5D",
                "%2F.*%2F",
                "*:*",
                "%5C",
                "a~9999",
                "%F0%9F%A6%93",
                "%00%01",
                "id:",
                "author:%22",
                "%25n%25s"
            })
    void answersAnyTextThatSomebodyLooksFor(String query) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get("/api/v1/search?q=x" + query).statusCode()).isEqualTo(200));
        assertThat(get("/api/v1/search?q=" + "a".repeat(2001)).statusCode()).isEqualTo(400);
    }

    /** No query has as many clauses; if one had, the index would be well. */
    @Test
    void refusesAQueryOfMoreClausesThanTheIndexTakes() {
        String path = "/api/v1/search?by=words&q=author:%22Ada+B+Lovelace%22+zebras";
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(path).statusCode()).isEqualTo(200));
        int most = IndexSearcher.getMaxClauseCount();
        IndexSearcher.setMaxClauseCount(3);
        try {
            Response refused = get(path);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.contentType()).startsWith("application/problem+json");
            assertThat(refused.jsonPath().getString("detail")).contains("too many parts");
            assertThat(get("/feeds/author.atom?author=Ada+Lovelace+Marsh+Quark").statusCode())
                    .isEqualTo(400);
        } finally {
            IndexSearcher.setMaxClauseCount(most);
        }
        assertThat(get(path).statusCode())
                .as("the index is taken for no damaged one")
                .isEqualTo(200);
    }

    /** In an address a character takes up to nine. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "%20%22", "%D1%8F", "%E6%B7%B1", "%F0%9F%A6%93"})
    void answersAsManyCharactersOfAnyScript(String escaped) {
        int length = URLDecoder.decode(escaped, StandardCharsets.UTF_8).length();
        String query = "x" + escaped.repeat(1999 / length);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get("/api/v1/search?q=" + query).statusCode()).isEqualTo(200));
        assertThat(get("/feeds/search.atom?q=" + query).statusCode()).isEqualTo(200);
        Response longer = get("/api/v1/search?q=" + query + "%E6%B7%B1%E6%B7%B1");
        assertThat(longer.statusCode()).isEqualTo(400);
        assertThat(longer.jsonPath().getString("parameter")).isEqualTo("q");
    }
}
