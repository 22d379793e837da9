package org.papertide.notify.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperId;
import org.papertide.events.TextModel;
import org.papertide.events.TextVector;
import org.papertide.notify.ranking.RankingSearch.Answer;
import org.papertide.notify.ranking.RankingSearch.Question;
import org.papertide.notify.ranking.RankingSearch.Sort;
import org.papertide.notify.ranking.TextReader.Cause;
import org.papertide.notify.ranking.TextReader.TextAnswer;

class RankingServiceTest {

    private final Map<String, String> asked = new ConcurrentHashMap<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private volatile String body = "";
    private HttpServer server = create();
    private RankingService service =
            new RankingService(URI.create("http://localhost"), Duration.ofSeconds(5));

    private static HttpServer create() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    asked.put(
                            exchange.getRequestURI().toString(),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(statuses.getOrDefault(path, 200), bytes.length);
                    try (OutputStream out = exchange.getResponseBody()) {
                        out.write(bytes);
                    }
                });
        server.start();
        service.close();
        service =
                new RankingService(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                        Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        service.close();
        server.stop(0);
    }

    private TextAnswer read(String... texts) {
        return new HttpTextReader(service).read(List.of(texts));
    }

    private static String vectors(int count) {
        String vector = TextVector.of(new TextModel("m", "1"), new float[] {3, 4, 0}).int8();
        return "{\"model\": \"m\", \"version\": \"1\", \"dimensions\": 3, \"more\": 1, \"vectors\": ["
                + String.join(", ", Collections.nCopies(count, "\"" + vector + "\""))
                + "]}";
    }

    @Test
    void readsTexts() {
        body = vectors(2);

        assertThat(read("tides", "\"waves\""))
                .asInstanceOf(InstanceOfAssertFactories.type(TextAnswer.Read.class))
                .satisfies(read -> {
                    assertThat(read.model()).isEqualTo("m/1");
                    assertThat(read.meanings()).hasSize(2);
                    assertThat(read.meanings().getFirst().vector()[0]).isBetween(0.59f, 0.61f);
                    assertThat(read.meanings().getFirst().floor()).as("a release before").isNull();
                });
        assertThat(asked)
                .containsEntry("/api/v1/vectors", "{\"texts\":[\"tides\",\"\\\"waves\\\"\"]}");
    }

    @Test
    void takesWhatPapersHaveToBeNearerThan() {
        body = vectors(2).replace("\"more\": 1", "\"floors\": [0.25, -0.5]");

        assertThat(read("tides", "waves"))
                .asInstanceOf(InstanceOfAssertFactories.type(TextAnswer.Read.class))
                .satisfies(read ->
                        assertThat(read.meanings())
                                .extracting(TextReader.Meaning::floor)
                                .containsExactly(0.25, -0.5));
        for (String floors : List.of("[0.25]", "[0.25, null]", "[0.25, \"NaN\"]")) {
            body = vectors(2).replace("\"more\": 1", "\"floors\": " + floors);
            assertThat(read("tides", "waves")).as(floors).isInstanceOf(TextAnswer.Away.class);
        }
    }

    /** The page that shows it has to say what is so. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "model-off, OFF",
                "model-broken, BROKEN",
                "model-loading, LOADING",
                "service-starting, LOADING",
                "busy, BUSY",
                "of-a-later-release, UNREACHABLE",
                "none, UNREACHABLE",
            })
    void knowsWhyThereAreNoVectors(@Nullable String code, Cause cause) {
        statuses.put("/api/v1/vectors", 503);
        body =
                code == null
                        ? "<html>503 Service Unavailable</html>"
                        : "{\"type\": \"about:blank\", \"title\": \"Service Unavailable\", \"status\": 503,"
                                + " \"detail\": \"Not now.\", \"code\": \""
                                + code
                                + "\"}";

        assertThat(read("tides"))
                .asInstanceOf(InstanceOfAssertFactories.type(TextAnswer.Away.class))
                .extracting(TextAnswer.Away::cause)
                .isEqualTo(cause);
        assertThat(asked).as("one request").hasSize(1);
    }

    @Test
    void knowsARefusedTextFromOneThatWaits() {
        statuses.put("/api/v1/vectors", 400);
        assertThat(read("tides")).isInstanceOf(TextAnswer.Refused.class);
        statuses.put("/api/v1/vectors", 500);
        assertThat(read("tides")).isInstanceOf(TextAnswer.Away.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"model\": \"m\"}",
                "{\"model\": \"m\", \"version\": \"1\", \"dimensions\": 3, \"vectors\": [\"?\"]}",
                "{\"model\": \"m\", \"version\": \"1\", \"dimensions\": 3, \"vectors\": [null]}",
                "{\"model\": \"m\", \"version\": \"1\", \"dimensions\": 3, \"vectors\": []}",
            })
    void takesNothingElseForAnAnswer(String answer) {
        body = answer;
        assertThat(read("tides")).isInstanceOf(TextAnswer.Away.class);
        if (!answer.contains("{")) {
            assertThat(new HttpRankingSearch(service).similar(new PaperId("arxiv:2409.01234"), 5))
                    .isInstanceOf(Answer.Away.class);
        }
    }

    @Test
    void isAwayWhereNobodyListens() {
        server.stop(0);

        assertThat(read("tides")).isInstanceOf(TextAnswer.Away.class);
        assertThat(new HttpRankingSearch(service).search(new Question("tides", Sort.TOP, null, 20)))
                .isInstanceOf(Answer.Away.class);
    }

    @Test
    void asksForWhatWasSearched() {
        body =
                """
                {"query": "x", "by": "both", "note": "By words.", "didYouMean": "y", "entries": [
                  {"rank": 1, "relevance": 0.9, "match": {"words": ["tides"], "similarity": 0.5,
                   "highlights": [{"field": "title", "parts": [{"text": "On ", "marked": false},
                     {"text": "tides", "marked": true}]}]},
                   "reasons": [], "paper": {"id": "arxiv:2409.01234", "title": "On tides", "authors": ["Ada"],
                     "authorCount": 1, "links": {}}}]}
                """;

        Answer answer =
                new HttpRankingSearch(service)
                        .search(
                                new Question(
                                        "a&b <\u00e9>",
                                        Sort.RISING,
                                        "cs.LG",
                                        "2026-01-01",
                                        "2026-02-01T00:00:00Z",
                                        true,
                                        20));

        assertThat(answer)
                .asInstanceOf(InstanceOfAssertFactories.type(Answer.Found.class))
                .satisfies(found -> {
                    assertThat(found.note()).isEqualTo("By words.");
                    assertThat(found.didYouMean()).isEqualTo("y");
                    assertThat(found.entries().getFirst().score()).isNull();
                    assertThat(found.entries().getFirst().match().highlights().getFirst().parts())
                            .hasSize(2);
                });
        assertThat(asked)
                .containsKey(
                        "/api/v1/search?q=a%26b+%3C%C3%A9%3E&sort=rising&limit=20&category=cs.LG"
                                + "&from=2026-01-01&until=2026-02-01T00%3A00%3A00Z&code=true");
    }

    @Test
    void asksForPapersWithSlashesInTheirNames() {
        statuses.put("/api/v1/papers/doi:10.1000/x y/similar", 404);

        assertThat(new HttpRankingSearch(service).similar(new PaperId("arxiv:hep-ex/0307015"), 5))
                .isInstanceOf(Answer.Away.class);
        assertThat(asked).containsKey("/api/v1/papers/arxiv%3Ahep-ex/0307015/similar?limit=5");
    }
}
