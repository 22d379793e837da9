package org.papertide.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class DemoSourceTest {

    private static final Instant LIVE = Instant.parse("2026-11-23T17:00:00Z");
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final String ARXIV = "http://arxiv.org/schemas/atom";

    private final HttpClient client = HttpClient.newHttpClient();
    private Instant now = LIVE;
    private final Clock clock;
    private DemoSource source;

    DemoSourceTest() throws IOException {
        clock =
                new Clock() {
                    @Override
                    public java.time.ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        return now;
                    }
                };
        source = DemoSource.start(clock, 0, DemoSource.SEED);
    }

    @BeforeEach
    void goOnForTenMinutes() {
        now = LIVE.plus(Duration.ofMinutes(10));
    }

    @AfterEach
    void stop() {
        source.close();
        client.close();
    }

    @Test
    void listsTheDayPageByPageMostUpvotesFirst() throws Exception {
        List<Long> upvotes = new ArrayList<>();
        String next = source.base() + "/api/daily_papers?date=2026-11-23&limit=100&p=0";
        int pages = 0;
        while (next != null) {
            HttpResponse<String> answer = get(next);
            JsonNode list = new ObjectMapper().readTree(answer.body());
            list.forEach(entry -> upvotes.add(entry.at("/paper/upvotes").asLong()));
            next =
                    answer.headers()
                            .firstValue("Link")
                            .map(link -> link.substring(1, link.indexOf('>')))
                            .orElse(null);
            pages++;
            assertThat(answer.headers().firstValue("RateLimit-Policy")).isPresent();
        }

        assertThat(pages).isEqualTo(2);
        assertThat(upvotes)
                .hasSizeBetween(150, 220)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void leadsToTheSamePagesWhenItStartsAgain() throws Exception {
        List<String> pages = new ArrayList<>();
        new ObjectMapper()
                .readTree(get("/api/daily_papers").body())
                .forEach(entry -> pages.add(entry.at("/paper/projectPage").asText()));
        pages.removeIf(String::isEmpty);
        int port = source.base().getPort();
        source.close();
        now = now.plus(Duration.ofHours(1));
        source = DemoSource.start(clock, port, DemoSource.SEED);

        assertThat(pages).isNotEmpty();
        for (String page : pages) {
            assertThat(get(page).statusCode()).as(page).isEqualTo(200);
        }
    }

    @Test
    void hasTheFieldsOfTheRealList() throws Exception {
        JsonNode list = new ObjectMapper().readTree(get("/api/daily_papers").body());

        assertThat(list).hasSize(50);
        for (JsonNode entry : list) {
            assertThat(entry.at("/paper/id").asText()).matches("\\d{4}\\.\\d{5}");
            assertThat(entry.at("/paper/authors/0/name").asText()).isNotBlank();
            assertThat(entry.at("/numComments").isInt()).isTrue();
            assertThat(entry.at("/paper/submittedOnDailyBy/followerCount").isInt()).isTrue();
            Instant listed = Instant.parse(entry.at("/paper/submittedOnDailyAt").asText());
            Instant inner = Instant.parse(entry.at("/paper/publishedAt").asText());
            Instant outer = Instant.parse(entry.at("/publishedAt").asText());
            assertThat(listed).isBeforeOrEqualTo(now).isAfter(inner);
            assertThat(Duration.between(outer, inner)).isEqualTo(Duration.ofHours(4));
        }
        assertThat(list).anyMatch(entry -> entry.at("/paper").has("githubStars"));
        assertThat(list).anyMatch(entry -> !entry.at("/paper").has("githubStars"));
    }

    @Test
    void refusesWhatHuggingFaceRefuses() throws Exception {
        assertThat(get("/api/daily_papers?date=2026-11-24").statusCode()).isEqualTo(400);
        assertThat(get("/api/daily_papers?date=yesterday").statusCode()).isEqualTo(400);
        assertThat(get("/api/daily_papers?limit=101").statusCode()).isEqualTo(400);
        assertThat(get("/api/daily_papers?p=-1").statusCode()).isEqualTo(400);
        assertThat(get("/api/daily_papers?date=2025-01-01").body()).isEqualTo("[]");
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void answersQueriesByCategoryAndTime() throws Exception {
        String query =
                "(cat:quant-ph OR cat:cs.RO) AND submittedDate:[202611200000 TO 202611231800]";
        Document feed = xml(get(arxiv(query) + "&start=2&max_results=5").body());

        assertThat(entries(feed)).hasSize(5);
        for (Element entry : entries(feed)) {
            assertThat(text(entry, ATOM, "id")).matches("http://arxiv.org/abs/2611\\.\\d{5}v1");
            assertThat(text(entry, ATOM, "summary")).isNotBlank();
            Element primary =
                    (Element) entry.getElementsByTagNameNS(ARXIV, "primary_category").item(0);
            assertThat(primary.getAttribute("term")).isNotBlank();
            assertThat(entry.getElementsByTagNameNS(ATOM, "category").getLength()).isPositive();
            assertThat(Instant.parse(text(entry, ATOM, "published")))
                    .isAfter(Instant.parse("2026-11-19T23:59:59Z"));
        }
    }

    @Test
    void looksUpById() throws Exception {
        JsonNode list = new ObjectMapper().readTree(get("/api/daily_papers?limit=3").body());
        List<String> ids = new ArrayList<>();
        list.forEach(entry -> ids.add(entry.at("/paper/id").asText()));
        ids.add("2401.00001");

        Document feed =
                xml(get("/api/query?id_list=" + String.join(",", ids) + "&max_results=4").body());

        assertThat(entries(feed))
                .extracting(entry -> text(entry, ATOM, "id").substring(21, 31))
                .containsExactlyElementsOf(ids.subList(0, 3));
    }

    @Test
    void tellsErrorsAsArxivDoes() throws Exception {
        HttpResponse<String> answer = get("/api/query?search_query=cat:cs.LG&max_results=many");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(entries(xml(answer.body())).getFirst(), ATOM, "id"))
                .contains("/api/errors#");
    }

    @Test
    void showsWhatItIsToWhoFollowsAProjectLink() throws Exception {
        JsonNode list = new ObjectMapper().readTree(get("/api/daily_papers?limit=100").body());
        String page = "";
        for (JsonNode entry : list) {
            page = entry.at("/paper").path("projectPage").asText(page);
        }

        assertThat(get(page).body()).contains("This paper does not exist");
    }

    @Test
    void recordsThePastWeekInOrder() throws Exception {
        List<Snapshot> week = source.pastWeek();

        assertThat(week).hasSizeBetween(40, 70);
        assertThat(week)
                .extracting(Snapshot::observedAt)
                .isSorted()
                .allMatch(at -> !at.isAfter(LIVE));
        assertThat(week.getLast().observedAt()).isEqualTo(LIVE);
        assertThat(week.stream().mapToInt(snapshot -> snapshot.body().length).sum())
                .isLessThan(4_000_000);
        for (Snapshot snapshot : week) {
            byte[] plain =
                    new GZIPInputStream(new ByteArrayInputStream(snapshot.body())).readAllBytes();
            String text = new String(plain, StandardCharsets.UTF_8);
            if (snapshot.name().startsWith("arXiv")) {
                assertThat(entries(xml(text))).hasSizeGreaterThan(20);
            } else {
                assertThat(new ObjectMapper().readTree(text).isArray()).isTrue();
            }
        }
    }

    private HttpResponse<String> get(String address) throws Exception {
        URI uri = address.startsWith("/") ? source.base().resolve(address) : URI.create(address);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static String arxiv(String query) {
        return "/api/query?search_query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> entries(Document feed) {
        List<Element> entries = new ArrayList<>();
        var nodes = feed.getElementsByTagNameNS(ATOM, "entry");
        for (int i = 0; i < nodes.getLength(); i++) {
            entries.add((Element) nodes.item(i));
        }
        return entries;
    }

    private static String text(Element entry, String namespace, String name) {
        return entry.getElementsByTagNameNS(namespace, name).item(0).getTextContent();
    }
}
