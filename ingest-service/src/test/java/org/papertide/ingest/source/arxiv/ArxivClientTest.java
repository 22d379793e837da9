package org.papertide.ingest.source.arxiv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.ingest.source.FetchResult;
import org.papertide.ingest.source.ParsedListings;
import org.papertide.ingest.source.PausingClock;
import org.papertide.ingest.source.fetch.FakeSite;
import org.papertide.ingest.source.fetch.HttpFetcher;

class ArxivClientTest {

    private final FakeSite site = new FakeSite();
    private final HttpFetcher web = FakeSite.web(Duration.ofSeconds(20), 1 << 20);
    private final PausingClock clock = new PausingClock("2026-11-23T12:00:00Z");
    private final ArxivClient client =
            new ArxivClient(web, clock, clock, Duration.ofSeconds(3), ParsedListings.LIMITS);

    @AfterEach
    void close() {
        web.close();
        site.close();
    }

    @Test
    void waitsBetweenRequests() throws Exception {
        site.then(200, Feeds.atom(0)).then(200, Feeds.atom(0));

        ask();
        ask();

        assertThat(clock.pauses()).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void namesWhatItAccepts() throws Exception {
        site.then(200, Feeds.atom(0));

        ask();

        assertThat(site.asked().getFirst().header("Accept")).startsWith("application/atom+xml");
    }

    @Test
    void readsAnAnswerThatIsPacked() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(Feeds.atom(1, "2611.00001").getBytes(StandardCharsets.UTF_8));
        }
        site.then(exchange -> {
            exchange.sendResponseHeaders(200, packed.size());
            packed.writeTo(exchange.getResponseBody());
        });

        assertThat(ask())
                .isInstanceOfSatisfying(
                        ArxivAnswer.Listed.class,
                        listed -> assertThat(listed.records()).isEqualTo(1));
    }

    @Test
    void takesRateExceededWithStatus200ForARefusal() throws Exception {
        site.then(200, "Rate exceeded.");

        assertThat(result()).isInstanceOf(FetchResult.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 406, 429, 503})
    void isTurnedAway(int status) throws Exception {
        site.then(status, "");

        assertThat(result()).isInstanceOf(FetchResult.Refused.class);
    }

    @Test
    void heedsRetryAfter() throws Exception {
        site.then(503, "<html>Retry after 20 seconds</html>", "Retry-After", "20");

        assertThat(result())
                .isInstanceOfSatisfying(
                        FetchResult.Refused.class,
                        refused ->
                                assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(20)));
    }

    @Test
    void takesTheGoodFeedInA406() throws Exception {
        site.then(406, Feeds.atom(1, "2611.00001"));

        assertThat(ask()).isInstanceOf(ArxivAnswer.Listed.class);
    }

    @Test
    void tellsAnErrorInAFeedFromAListing() throws Exception {
        site.then(200, Feeds.error("incorrect id format for abc"));

        assertThat(ask())
                .isInstanceOfSatisfying(
                        ArxivAnswer.WrongQuestion.class,
                        wrong -> assertThat(wrong.reason()).contains("incorrect id format"));
    }

    @Test
    void keepsWhatCameBeforeATruncation() throws Exception {
        String feed = Feeds.atom(2, "2611.00001", "2611.00002");
        site.then(200, feed.substring(0, feed.lastIndexOf("<summary>")));

        assertThat(ask())
                .isInstanceOfSatisfying(
                        ArxivAnswer.Listed.class,
                        listed -> {
                            assertThat(listed.records()).isEqualTo(1);
                            assertThat(listed.flaw()).contains("ends in the middle");
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html><body>Maintenance</body></html>", "no feed at all"})
    void failsOnWhatIsNoFeed(String body) throws Exception {
        site.then(200, body);

        assertThat(ask())
                .isInstanceOfSatisfying(
                        ArxivAnswer.Unreadable.class,
                        answer -> assertThat(answer.isOfTheQuestion()).isFalse());
    }

    private ArxivAnswer ask() throws InterruptedException {
        return client.ask(site.url("/api/query"), null);
    }

    private FetchResult result() throws InterruptedException {
        return ((ArxivAnswer.Nothing) ask()).result();
    }
}
