package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.papertide.events.RankingKey;
import org.papertide.testing.Http;
import org.papertide.testing.ReceivedMail;
import org.papertide.testing.statement.DigestStatements;
import org.papertide.testing.statement.PageStatements;

/** Compares what page and digest say with what the ranking's API says. */
final class Statements {

    private Statements() {}

    /** Every statement on the front page that shows this ranking agrees with the API. */
    static void assertPageIsTrue(Pipeline pipeline, String key) {
        assertPageIsTrue(pipeline, key, Duration.ZERO);
    }

    /**
     * The same of services whose clock is ahead of the system's.
     *
     * @param offset negative for a clock that is behind
     */
    static void assertPageIsTrue(Pipeline pipeline, String key, Duration offset) {
        RankingKey parts = RankingKey.parse(key);
        URI page =
                pipeline.notifier()
                        .at(
                                "/?limit=200&order=%s&window=%s"
                                        .formatted(
                                                parts.order().wireName(),
                                                parts.window().wireName()));
        await("the page shows " + key + " as the API has it")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> {
                    String html = Http.get(page).body();
                    JsonNode ranking = ranking(pipeline, key);
                    assertThat(ranking.path("entries")).isNotEmpty();
                    assertThat(new PageStatements(ranking, Instant.now().plus(offset)).untrue(html))
                            .isEmpty();
                });
    }

    /** Every statement in a first daily digest of all papers agrees with the API. */
    static void assertDigestIsTrue(Pipeline pipeline, ReceivedMail digest) {
        assertThat(
                        new DigestStatements(
                                        ranking(pipeline, "rising/day"),
                                        ranking(pipeline, "top/day"),
                                        Set.of())
                                .untrue(digest.html()))
                .isEmpty();
    }

    private static JsonNode ranking(Pipeline pipeline, String key) {
        return Http.get(pipeline.ranking().at(Pipeline.trending(key))).json();
    }
}
