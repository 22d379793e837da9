package org.papertide.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.papertide.events.EventCodec;
import org.papertide.events.Paper;
import org.papertide.testing.Http;
import org.papertide.testing.Mailbox;
import org.papertide.testing.TopicReader;

/** What people do with an installation, and the account of it: papers, deliveries, mails. */
final class Story {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Installation installation;
    private final Instant listed =
            Instant.now().minus(Duration.ofHours(6)).truncatedTo(ChronoUnit.SECONDS);

    Story(Installation installation) {
        this.installation = installation;
    }

    /** The length of a fault, or of an orchestrator's pause: nothing else is waited for. */
    static void pass(Duration time) {
        Instant end = Instant.now().plus(time);
        await().atMost(time.plusSeconds(30)).until(() -> Instant.now().isAfter(end));
    }

    /** Imports papers as an operator does who repeats what was cut off. */
    void importPapers(int from, int to, IntUnaryOperator upvotes, Instant observedAt) {
        importPapers(installation.ingest(), from, to, upvotes, observedAt);
    }

    /** Imports papers at this service. */
    void importPapers(Box ingest, int from, int to, IntUnaryOperator upvotes, Instant observedAt) {
        byte[] day = Papers.day(listed, from, to, upvotes);
        await("papers %d to %d are imported".formatted(from, to))
                .atMost(PATIENCE)
                .ignoreException(UncheckedIOException.class)
                .until(() -> post(ingest, day, observedAt).status() == 200);
    }

    private Http.Answer post(Box ingest, byte[] day, Instant observedAt) {
        return Http.postAsOperator(
                ingest.at("/api/v1/imports?observedAt=" + observedAt),
                Installation.OPERATOR_TOKEN,
                "application/octet-stream",
                day);
    }

    /** Waits until a ranking service ranks so many papers of today. */
    void awaitRanked(Box ranking, int papers) {
        await(papers + " papers are ranked")
                .atMost(PATIENCE)
                .ignoreException(UncheckedIOException.class)
                .until(() -> ranked(ranking).size() == papers);
    }

    /** The titles in the day's ranking, best first; none while it cannot be read. */
    List<String> ranked(Box ranking) {
        Http.Answer answer =
                Http.get(ranking.at("/api/v1/trending?order=rising&window=day&limit=200"));
        return answer.status() == 200
                ? answer.json()
                        .path("entries")
                        .valueStream()
                        .map(entry -> entry.path("paper").path("title").asText())
                        .toList()
                : List.of();
    }

    /** Waits until the text model of a ranking service finds a paper by what its title means. */
    void awaitFoundByMeaning(Box ranking, String title) {
        String query = URLEncoder.encode(title, StandardCharsets.UTF_8);
        await(title + " is found by meaning")
                .atMost(PATIENCE)
                .ignoreException(UncheckedIOException.class)
                .until(() ->
                        Http.get(ranking.at("/api/v1/search?by=meaning&q=" + query))
                                .body()
                                .contains("\"title\":\"" + title));
    }

    void awaitOnSite(String title) {
        await("the site shows " + title)
                .atMost(PATIENCE)
                .ignoreException(UncheckedIOException.class)
                .until(() -> Http.get(installation.site("/")).body().contains(title));
    }

    /** Subscribes an address and confirms by the link in the mail. */
    Mailbox subscribe(String address, String frequency) {
        int hour = (Instant.now().atOffset(ZoneOffset.UTC).getHour() + 12) % 24;
        String body =
                "{\"email\":\"%s\",\"frequency\":\"%s\",\"hour\":%d,\"timezone\":\"UTC\"}"
                        .formatted(address, frequency, hour);
        await(address + " is asked to confirm")
                .atMost(PATIENCE)
                .ignoreException(UncheckedIOException.class)
                .until(() ->
                        Http.postJson(installation.site("/api/v1/subscriptions"), body).status()
                                == 202);
        Mailbox mailbox = installation.mailbox(address);
        String link =
                mailbox.await(mail -> mail.link("/confirm/").isPresent(), PATIENCE)
                        .link("/confirm/")
                        .orElseThrow();
        String path = URI.create(link).getPath();
        assertThat(Http.postForm(installation.site(path), "").status()).isBetween(200, 303);
        return mailbox;
    }

    /** Plans the day's edition. */
    JsonNode plan(Instant asOf) {
        Http.Answer answer =
                Http.postAsOperator(
                        installation.site("/api/v1/editions"),
                        Installation.OPERATOR_TOKEN,
                        "application/json",
                        ("{\"frequency\":\"DAILY\",\"asOf\":\"" + asOf + "\"}")
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
        return answer.json();
    }

    /** The account of an edition once nothing of it is left to do. */
    JsonNode awaitClosed(JsonNode edition) {
        URI address = installation.site("/api/v1/editions/" + edition.path("id").asText());
        await("the edition is closed")
                .atMost(Duration.ofMinutes(3))
                .ignoreExceptions()
                .until(() -> {
                    JsonNode account = account(address);
                    return account.path("composedAt").isTextual()
                            && account.path("pending").asInt() == 0
                            && account.path("deferred").asInt() == 0;
                });
        return account(address);
    }

    private static JsonNode account(URI address) {
        return Http.getAsOperator(address, Installation.OPERATOR_TOKEN).json();
    }

    /** Each paper from 1 on is on the stream, and nothing else, whatever befell the services. */
    void assertPublished(int papers) {
        Map<String, List<Long>> revisions =
                new TopicReader(installation.kafkaAddress())
                        .events("papertide.papers.v1", EventCodec.PAPER).stream()
                                .collect(
                                        Collectors.groupingBy(
                                                paper -> paper.id().value(),
                                                Collectors.mapping(
                                                        Paper::revision, Collectors.toList())));
        assertThat(revisions.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, papers)
                                .mapToObj(n -> Papers.id(listed, n))
                                .toList());
    }

    /**
     * What an address received of so many editions: each, and none under two Message-IDs.
     *
     * @return how many mails were sent again, as after a crash
     */
    int repeatedDigests(Mailbox mailbox, int editions) {
        List<String> digests =
                mailbox.mails().stream()
                        .map(mail -> mail.header("Message-ID").orElse(""))
                        .filter(id -> id.startsWith("<daily."))
                        .toList();
        assertThat(digests.stream().distinct())
                .as("digests to " + mailbox.address())
                .hasSize(editions);
        return digests.size() - editions;
    }
}
