package org.papertide.ingest.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.papertide.events.EventJson;
import org.papertide.events.Paper;
import org.papertide.events.PaperId;
import org.papertide.events.PaperStatus;
import org.papertide.events.Signal;
import org.papertide.ingest.PublishedEvents;
import org.papertide.ingest.source.BreakingInput;
import org.papertide.testing.Checkout;
import org.papertide.testing.PapertideTestResource;

@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "ingest"))
class ImportIT {

    private static final String PATH = "/api/v1/imports";

    @Inject PublishedEvents published;
    @Inject ImportResource resource;

    @Test
    void takesThePapersPageOnce() throws IOException {
        Path recorded = Checkout.root().resolve("../shared/data/papers-page.txt");
        if (Files.exists(recorded)) {
            assertTakenOnce(Files.readAllBytes(recorded), 119);
        }
        assertTakenOnce(inventedPage(), 23);
    }

    private static byte[] inventedPage() {
        StringBuilder page =
                new StringBuilder(
                        """
                        Get trending papers in your email inbox once a day!
                        Get trending papers in your email inbox!
                        Subscribe\
                        """);
        for (int n = 1; n <= 23; n++) {
            page.append("Invented Paper %d on the Mooring of Ships\n".formatted(n));
            page.append(
                    "We moor ship number %d for a year and report on its ropes.\n".formatted(n));
        }
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void assertTakenOnce(byte[] page, long papers) {
        JsonPath first = taken(page);
        assertThat(first.getString("format")).isEqualTo("papers page");
        assertThat(first.getLong("papers.new")).isEqualTo(papers);
        JsonPath second = taken(page);
        assertThat(second.getLong("papers.new")).isZero();
        assertThat(second.getLong("papers.changed")).isZero();
        assertThat(second.getLong("papers.unchanged")).isEqualTo(papers);
    }

    @Test
    void publishesWhatItTookAndNothingMoreForTheSameAgain() {
        String day = daily("2501.00001", "On the Tides of Paper", 7);
        taken(day, "?observedAt=2025-01-02T08:00:00Z");
        JsonPath again = taken(day, "?observedAt=2025-01-02T08:00:00Z");
        assertThat(again.getLong("papers.unchanged")).isEqualTo(1);
        assertThat(again.getLong("readings.new")).isZero();
        taken(daily("2501.00001", "On the Tides of Paper", 5), "?observedAt=2025-01-02T09:00:00Z");

        PaperId id = new PaperId("arxiv:2501.00001");
        List<Signal> signals =
                published.signals(
                        id,
                        all -> all.stream().filter(s -> s.metric().equals("UPVOTES")).count() >= 2);
        // A falling count is published as it is.
        assertThat(signals)
                .filteredOn(s -> s.metric().equals("UPVOTES"))
                .extracting(Signal::value)
                .containsExactlyInAnyOrder(7L, 5L);
        assertThat(published.papers(id, all -> !all.isEmpty())).hasSize(1);
    }

    @Test
    void makesOnePaperOfThePageAndArxiv() {
        String title = "A Title That Comes From the Page First";
        taken(page(title));
        PaperId onPage = PaperId.ofTitle(title);
        // Signals pushed for the page's paper move with it.
        given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                .contentType("application/json")
                .body(
                        """
                        {"paperId": "%s", "metric": "MENTIONS", "value": 3,
                         "observedAt": "2025-01-02T08:00:00Z", "source": "test"}
                        """
                                .formatted(onPage))
                .post("/api/v1/signals")
                .then()
                .statusCode(200);
        taken(atom("2501.00002", title));

        PaperId id = new PaperId("arxiv:2501.00002");
        Paper gone = published.papers(onPage, all -> all.size() >= 2).getLast();
        assertThat(gone.status()).isEqualTo(PaperStatus.MERGED);
        assertThat(gone.mergedInto()).isEqualTo(id);
        assertThat(published.papers(id, all -> !all.isEmpty()).getLast().aliases())
                .containsExactly(onPage);
        Signal moved = published.signals(id, all -> !all.isEmpty()).getFirst();
        assertThat(moved.value()).isEqualTo(3);
        assertThat(moved.observedAt()).isEqualTo("2025-01-02T08:00:00Z");
        given().get("/api/v1/papers/" + onPage)
                .then()
                .statusCode(200)
                .body("paper.id", equalTo(id.value()))
                .body("readings[0].value", equalTo(3));
    }

    @Test
    void takesTheSameFromTwoAtOnceOnce() throws Exception {
        StringBuilder listing = new StringBuilder("Get trending papers in your email inbox!\n");
        for (int i = 0; i < 1_200; i++) {
            listing.append("Two at once, paper ").append(i).append("\nAn abstract.\n");
        }
        long added = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonPath>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(threads.submit(() -> taken(listing.toString())));
            }
            for (Future<JsonPath> answer : answers) {
                added += answer.get().getLong("papers.new");
            }
        }
        assertThat(added).isEqualTo(1_200);
        PaperId last = PaperId.ofTitle("Two at once, paper 1199");
        published.papers(last, all -> !all.isEmpty());
        assertThat(published.papers())
                .filteredOn(paper -> paper.title().startsWith("Two at once"))
                .hasSize(1_200)
                .extracting(Paper::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsMarkupAsTextAndTitlesInOneLine() {
        taken(atom("2501.00003", "Alert &lt;script&gt;alert(1)&lt;/script&gt;&#13;\n Bcc: x"));
        given().get("/api/v1/papers/arxiv:2501.00003")
                .then()
                .statusCode(200)
                .body("paper.title", equalTo("Alert <script>alert(1)</script> Bcc: x"));
    }

    @Test
    void refusesATitleOfHundredKilobytesAndTakesItsNeighbour() {
        JsonPath answer =
                taken(page("x".repeat(100_000)) + "A Neighbour of Modest Length\nIts abstract.\n");
        assertThat(answer.getLong("papers.new")).isEqualTo(1);
        assertThat(answer.getLong("papers.refused")).isEqualTo(1);
        assertThat(answer.getString("refusals[0].reason")).contains("2000");
    }

    @Test
    void keepsWhatWasCompleteBeforeTheEndOfATruncatedFile() {
        String whole = feed(entry("2501.00004", "Whole") + entry("2501.00005", "Cut"));
        String cut = whole.substring(0, whole.lastIndexOf("</title>"));
        post(cut.getBytes(StandardCharsets.UTF_8), "")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("account.papers.new", equalTo(1))
                .body("account.complete", equalTo(false));
        given().get("/api/v1/papers/arxiv:2501.00004").then().statusCode(200);
        given().get("/api/v1/papers/arxiv:2501.00005").then().statusCode(404);
    }

    @Test
    void takesPackedListings() throws IOException {
        byte[] packed = gzip(atom("2501.00006", "Packed").getBytes(StandardCharsets.UTF_8));
        post(packed, "").statusCode(200).body("papers.new", equalTo(1));
        given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                .header("Content-Encoding", "gzip")
                .body(packed)
                .post(PATH)
                .then()
                .statusCode(200)
                .body("papers.unchanged", equalTo(1));
    }

    @Test
    void refusesWhatExpandsLikeABomb() throws IOException {
        byte[] bomb = gzip((page("T") + " ".repeat(200 << 20)).getBytes(StandardCharsets.UTF_8));
        post(bomb, "").statusCode(422).body("detail", containsString("expands"));
    }

    @Test
    void saysWhatIsWrongWithTheWholeInput() {
        post(new byte[0], "").statusCode(400);
        post("%PDF-1.7 of no use".getBytes(StandardCharsets.UTF_8), "")
                .statusCode(415)
                .contentType("application/problem+json")
                .body("status", equalTo(415));
        post(page("T").getBytes(StandardCharsets.UTF_8), "?observedAt=yesterday").statusCode(400);
        post(page("T").getBytes(StandardCharsets.UTF_8), "?observedAt=2090-01-01T00:00:00Z")
                .statusCode(400)
                .body("detail", containsString("future"));
    }

    @Test
    void turnsAwayWhoHasNoToken() {
        given().body("x").post(PATH).then().statusCode(401).header("WWW-Authenticate", "Bearer");
        given().header("Authorization", "Bearer wrong")
                .body("x")
                .post(PATH)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", containsString("invalid_token"))
                .contentType("application/problem+json");
    }

    @Test
    void tellsItsProgressLineByLineWhenAsked() {
        String lines =
                given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                        .header("Accept", "application/x-ndjson")
                        .body(atom("2501.00007", "Line by Line").getBytes(StandardCharsets.UTF_8))
                        .post(PATH)
                        .then()
                        .statusCode(200)
                        .contentType("application/x-ndjson")
                        .extract()
                        .asString();
        JsonPath last = JsonPath.from(lines.strip().lines().toList().getLast());
        assertThat(last.getBoolean("complete")).isTrue();
        assertThat(last.getLong("papers.new")).isEqualTo(1);
    }

    /** The client may be gone before the answer begins: nobody reads how far it came. */
    @ParameterizedTest
    @CsvSource({
        "XML, application/json, 2501.00011",
        "JSON, application/json, 2501.00012",
        "LINES, application/json, 2501.00013",
        "XML, application/x-ndjson, 2501.00014",
        "JSON, application/x-ndjson, 2501.00015",
        "LINES, application/x-ndjson, 2501.00016"
    })
    void takesWhatCameBeforeTheClientBrokeOff(String form, String accept, String id)
            throws IOException {
        String title = "Before the Break " + id;
        String whole =
                switch (form) {
                    case "XML" -> feed(entry(id, title)).replace("</feed>", "<entry><id>");
                    case "JSON" -> daily(id, title, 3).replaceFirst("]\\s*$", ", {\"paper\":");
                    default ->
                            "{\"id\":\"%s\",\"submitter\":\"A\",\"title\":\"%s\"}\n{\"id\""
                                    .formatted(id, title);
                };
        Response answer = resource.post(null, accept, null, new BreakingInput(whole));
        if (answer.getEntity() instanceof StreamingOutput lines) {
            assertThatIOException().isThrownBy(() -> lines.write(goneClient()));
        } else {
            assertThat(answer.getStatus()).isEqualTo(400);
            JsonNode body = EventJson.mapper().valueToTree(answer.getEntity());
            JsonNode account = body.path("account");
            assertThat(account.path("papers").path("new").asInt()).isEqualTo(1);
            assertThat(account.path("complete").asBoolean(true)).isFalse();
        }

        given().get("/api/v1/papers/arxiv:" + id)
                .then()
                .statusCode(200)
                .body("paper.title", equalTo(title));
    }

    private static OutputStream goneClient() throws IOException {
        OutputStream out = OutputStream.nullOutputStream();
        out.close(); // From now on it throws.
        return out;
    }

    @Test
    void knowsNoPaperByAnUnknownOrMalformedIdentity() {
        given().get("/api/v1/papers/arxiv:9901.99999").then().statusCode(404);
        given().get("/api/v1/papers/nonsense/with/slashes")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    private static String page(String title) {
        return "Get trending papers in your email inbox!\n" + title + "\nAn abstract.\n";
    }

    private static String atom(String id, String title) {
        return feed(entry(id, title));
    }

    private static String feed(String entries) {
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
          <id>https://arxiv.org/api/test</id><updated>2025-01-02T00:00:00Z</updated>
        """
                + entries
                + "</feed>";
    }

    private static String entry(String id, String title) {
        return """
        <entry>
          <id>http://arxiv.org/abs/%sv1</id>
          <title>%s</title>
          <updated>2025-01-01T17:53:35Z</updated>
          <summary>An abstract.</summary>
          <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
          <published>2025-01-01T17:53:35Z</published>
          <arxiv:primary_category term="cs.LG"/>
          <author><name>A. Author</name></author>
        </entry>
        """
                .formatted(id, title);
    }

    private static String daily(String id, String title, int upvotes) {
        return """
        [{"paper": {"id": "%s", "title": "%s", "summary": "An abstract.", "upvotes": %d,
                    "authors": [{"name": "A. Author"}],
                    "publishedAt": "2025-01-01T00:00:00.000Z",
                    "submittedOnDailyAt": "2025-01-02T00:00:00.000Z"},
          "title": "%s", "numComments": 1}]
        """
                .formatted(id, title, upvotes, title);
    }

    private static JsonPath taken(String body) {
        return taken(body, "");
    }

    private static JsonPath taken(byte[] body) {
        return post(body, "").statusCode(200).extract().jsonPath();
    }

    private static JsonPath taken(String body, String query) {
        return post(body.getBytes(StandardCharsets.UTF_8), query)
                .statusCode(200)
                .body("complete", equalTo(true))
                .extract()
                .jsonPath();
    }

    private static ValidatableResponse post(byte[] body, String query) {
        return given().header("Authorization", "Bearer " + PapertideTestResource.OPERATOR_TOKEN)
                .contentType("application/octet-stream")
                .body(body)
                .post(PATH + query)
                .then()
                .log()
                .ifValidationFails();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
