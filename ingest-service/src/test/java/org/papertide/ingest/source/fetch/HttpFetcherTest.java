package org.papertide.ingest.source.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpFetcherTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    private final FakeSite site = new FakeSite();
    private final HttpFetcher web = FakeSite.web(Duration.ofSeconds(20), 10_000);

    @AfterEach
    void close() {
        web.close();
        site.close();
    }

    @Test
    void saysWhoAsksAndForWhat() throws Exception {
        site.then(200, "hello");

        assertThat(web.get(site.url("/a"), Map.of("Accept", "application/json")))
                .isInstanceOfSatisfying(
                        HttpAnswer.Whole.class,
                        answer -> {
                            assertThat(answer.status()).isEqualTo(200);
                            assertThat(answer.beginning()).isEqualTo("hello");
                        });
        FakeSite.Asked asked = site.asked().getFirst();
        assertThat(asked.header("User-agent")).isEqualTo("Papertide/test");
        assertThat(asked.header("Accept")).isEqualTo("application/json");
    }

    @Test
    void refusesAnAnswerBeyondItsLimit() throws Exception {
        site.then(200, "x".repeat(10_001));

        assertThat(web.get(site.url("/"), Map.of())).isInstanceOf(HttpAnswer.None.class);
    }

    @Test
    void givesUpOnABodyThatStalls() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        site.then(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("begun".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        try (HttpFetcher impatient = FakeSite.web(Duration.ofMillis(300), 10_000)) {
            assertThat(impatient.get(site.url("/"), Map.of()))
                    .isInstanceOfSatisfying(
                            HttpAnswer.None.class,
                            none -> assertThat(none.reason()).contains("within"));
        } finally {
            end.countDown();
        }
    }

    @Test
    void saysThatAnAnswerBrokeOff() throws Exception {
        site.then(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("the site breaks off");
        });

        assertThat(web.get(site.url("/"), Map.of())).isInstanceOf(HttpAnswer.None.class);
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        URI gone = site.url("/");
        site.close();

        assertThat(web.get(gone, Map.of()))
                .isInstanceOfSatisfying(
                        HttpAnswer.None.class,
                        none -> assertThat(none.reason()).contains("no answer"));
    }

    @Test
    void readsRetryAfterInSecondsAndAsADate() throws Exception {
        site.then(429, "", "Retry-After", "20")
                .then(429, "", "Retry-After", "Mon, 23 Nov 2026 12:05:00 GMT")
                .then(429, "", "Retry-After", "999999999")
                .then(429, "", "Retry-After", "soon");

        assertThat(whole().retryAfter(CLOCK)).contains(Duration.ofSeconds(20));
        assertThat(whole().retryAfter(CLOCK)).contains(Duration.ofMinutes(5));
        assertThat(whole().retryAfter(CLOCK)).contains(Duration.ofDays(1));
        assertThat(whole().retryAfter(CLOCK)).isEmpty();
    }

    @Test
    void seesThatHardlyAnyRequestIsLeft() throws Exception {
        site.then(200, "", "RateLimit", "\"api\";r=3;t=120")
                .then(200, "", "RateLimit", "\"api\";r=400;t=120")
                .then(200, "");

        assertThat(whole().exhausted(10)).contains(Duration.ofMinutes(2));
        assertThat(whole().exhausted(10)).isEmpty();
        assertThat(whole().exhausted(10)).isEmpty();
    }

    private HttpAnswer.Whole whole() throws InterruptedException {
        return (HttpAnswer.Whole) web.get(site.url("/"), Map.of());
    }
}
