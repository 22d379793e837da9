package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

    /**
     * Every statement in a digest of all papers agrees with the API.
     *
     * @param window {@code day} or {@code week}
     * @param asOf of the digest, whose reader lives by UTC
     * @param mailedBefore the ids of the papers that the reader was mailed
     * @return the ids of the papers in it
     */
    static Set<String> assertDigestIsTrue(
            Pipeline pipeline,
            ReceivedMail digest,
            String window,
            Instant asOf,
            Set<String> mailedBefore) {
        DigestStatements statements =
                new DigestStatements(
                        ranking(pipeline, "rising/" + window),
                        ranking(pipeline, "top/" + window),
                        mailedBefore,
                        LocalDate.ofInstant(asOf, ZoneOffset.UTC));
        assertThat(statements.untrue(digest.subject(), digest.text(), digest.html())).isEmpty();
        return statements.papers();
    }

    private static JsonNode ranking(Pipeline pipeline, String key) {
        return Http.get(pipeline.ranking().at(Pipeline.trending(key))).json();
    }
}
