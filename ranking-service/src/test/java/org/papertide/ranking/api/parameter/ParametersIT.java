package org.papertide.ranking.api.parameter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.testing.PapertideTestResource;

/**
 * The contract of every parameter of the API: a bad one is a problem that names it, never a 500.
 */
@QuarkusTest
@WithTestResource(PapertideTestResource.class)
class ParametersIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final List<String> HOSTILE =
            List.of(
                    " ",
                    "\u0000",
                    "\r\nX-Injected: 1",
                    "<script>alert(1)</script>",
                    "' OR 1=1 --",
                    "../../etc/passwd",
                    "${jndi:ldap://x}",
                    "%",
                    "\u202e\ud83d\ude00",
                    "99999999999999999999",
                    "-1",
                    "NaN",
                    "a".repeat(3_000),
                    "1".repeat(3_000));

    @BeforeEach
    void ready() {
        await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    private static Response get(String path) {
        return given().urlEncodingEnabled(false).get(path);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static Stream<Arguments> queryParameters() {
        return Stream.of(
                        List.of(
                                "/api/v1/trending?",
                                "order",
                                "window",
                                "category",
                                "limit",
                                "asOf",
                                "cursor"),
                        List.of("/api/v1/trending/events?", "order", "window", "category", "limit"),
                        List.of(
                                "/api/v1/papers/arxiv:2401.00001/standing?",
                                "order",
                                "window",
                                "category"),
                        List.of(
                                "/api/v1/search?q=a&",
                                "by",
                                "sort",
                                "category",
                                "from",
                                "until",
                                "code",
                                "limit",
                                "cursor"),
                        List.of("/feeds/search.atom?q=a&", "by", "sort", "from", "limit"),
                        List.of("/feeds/author.rss?author=Ada&", "category", "until", "limit"),
                        List.of(
                                "/api/v1/papers/arxiv:2401.00001/similar?",
                                "category",
                                "from",
                                "until",
                                "code",
                                "limit"),
                        List.of("/feeds/top/week.rss?", "category", "limit"))
                .flatMap(path ->
                        path.subList(1, path.size()).stream()
                                .map(name -> Arguments.of(path.getFirst(), name)));
    }

    @ParameterizedTest
    @MethodSource("queryParameters")
    void refusesHostileQueryParameters(String path, String name) {
        for (String hostile : HOSTILE) {
            if (name.equals("category") && hostile.matches("[A-Za-z0-9]{1,64}")) {
                continue;
            }
            assertRefused(get(path + name + "=" + encode(hostile)), name, hostile);
        }
    }

    @ParameterizedTest
    @MethodSource("queryParameters")
    void refusesMalformedEncoding(String path, String name) throws IOException {
        for (String malformed : List.of("%", "%zz", "%c3%28", "%ff", "%ed%a0%80")) {
            assertThat(status(path + name + "=" + malformed)).as(malformed).isBetween(400, 499);
        }
    }

    /** Asked without a client, for clients send no malformed address. */
    private static int status(String target) throws IOException {
        return answered("GET %s HTTP/1.1\r\nHost: localhost\r\n".formatted(target));
    }

    @Test
    void refusesARequestThatNamesNoHost() throws IOException {
        assertThat(answered("GET /api/v1/trending HTTP/1.1\r\n")).isEqualTo(400);
        assertThat(answered("GET /api/v1/trending HTTP/1.1\r\nHost:\r\n")).isBetween(400, 499);
    }

    private static int answered(String head) throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(
                            (head + "Connection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(
                            socket.getInputStream().readNBytes("HTTP/1.1 400".length()),
                            StandardCharsets.US_ASCII);
            return Integer.parseInt(answer.substring("HTTP/1.1 ".length()));
        }
    }

    private static void assertRefused(Response answer, String name, String value) {
        assertThat(answer.statusCode()).as(value).isEqualTo(400);
        assertThat(answer.contentType()).as(value).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("title")).isEqualTo("Bad Request");
        assertThat(answer.jsonPath().getString("parameter")).isEqualTo(name);
        assertThat(answer.jsonPath().getList("errors.field")).containsExactly(name);
        assertThat(answer.jsonPath().getString("errors[0].detail")).startsWith("Please give ");
        assertThat(answer.headers().hasHeaderWithName("X-Injected")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/papers/%00",
                "/api/v1/papers/%20",
                "/api/v1/papers/arxiv:",
                "/api/v1/papers/arxiv:%00/standing",
                "/api/v1/papers/%3Cscript%3E/standing",
                "/api/v1/papers/..%2f..%2fetc",
                "/api/v1/papers/doi:10.",
                "/api/v1/papers/title:",
                "/feeds/%00/day.atom",
                "/feeds/rising/%0d%0a.atom",
                "/feeds/rising/day.%3Cb%3E",
                "/feeds/rising/day.atom.gz",
                "/feeds/RISING/day.atom"
            })
    void refusesHostilePaths(String path) {
        Response answer = get(path);
        assertThat(answer.statusCode()).as(path).isBetween(400, 499);
        assertThat(answer.contentType()).as(path).startsWith("application/problem+json");
    }

    @Test
    void namesEveryBadParameterAtOnce() {
        Response answer = get("/api/v1/trending?order=falling&window=year&category=%22&limit=0");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.jsonPath().getList("errors.field"))
                .containsExactly("order", "window", "category", "limit");
        Response feed = get("/feeds/falling/year.doc?category=%22&limit=0");
        assertThat(feed.jsonPath().getList("errors.field"))
                .containsExactly("order", "window", "category", "limit", "format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/trending?order=&window=&category=&limit=&asOf=&cursor=",
                "/api/v1/trending?unknown=1&order=top",
                "/feeds/top/month.json?category=&limit=",
                "/api/v1/papers/arxiv:2401.00001/standing?order=&window=&category="
            })
    void takesEmptyAndUnknownParametersForAbsent(String path) {
        assertThat(get(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "If-Modified-Since",
                "If-None-Match",
                "If-Unmodified-Since",
                "Accept-Encoding",
                "Accept-Language",
                "Range",
                "X-Forwarded-For"
            })
    void ignoresHostileHeaders(String header) {
        for (String value : List.of("x", "-1", "\"", "W/", ",,,,", "y".repeat(3_000))) {
            for (String path : List.of("/api/v1/trending", "/feeds/rising/day.atom")) {
                assertThat(given().header(header, value).get(path).statusCode())
                        .as("%s of %s", value, path)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void answersOtherMethodsAndTypesWithAProblem() {
        assertThat(given().post("/api/v1/trending").statusCode()).isEqualTo(405);
        assertThat(given().delete("/feeds/rising/day.atom").statusCode()).isEqualTo(405);
        assertThat(given().accept("image/png").get("/api/v1/trending").statusCode()).isEqualTo(406);
    }
}
