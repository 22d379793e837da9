package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.papertide.testing.Http;
import org.papertide.testing.Mailbox;
import org.papertide.testing.ReceivedMail;
import org.papertide.testing.ServiceProcess;

/** From listings to an inbox and out of it again. */
class PipelineIT {

    private static final int PAGE_PAPERS = 12;
    private static final int DAILY_PAPERS = 25;

    /** Below all others until it breaks out. */
    private static final int DARK_HORSE = DAILY_PAPERS;

    private static final FakeArxiv ARXIV = new FakeArxiv();

    private static final TraceCollector TRACES = new TraceCollector();

    private static Pipeline pipeline;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant listed = now.minus(Duration.ofHours(6));

    @BeforeAll
    static void start() {
        pipeline = Pipeline.shared(ARXIV.ingestSettings());
        pipeline.services().forEach(service -> TRACES.settings().forEach(service::set));
        pipeline.notifier().set("PAPERTIDE_LOG_JSON", "true");
        pipeline.start();
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        ARXIV.close();
        TRACES.close();
    }

    @Test
    void papersBecomeARankingADigestAnAlertAndSilence() {
        importListing(Listings.page(PAGE_PAPERS), now);
        importListing(
                Listings.daily(listed, DAILY_PAPERS, PipelineIT::early), now.minusSeconds(14_400));
        importListing(
                Listings.daily(listed, DAILY_PAPERS, PipelineIT::later), now.minusSeconds(60));
        awaitRanked("rising/day", PAGE_PAPERS + DAILY_PAPERS);
        // Hugging Face gives no categories: they are looked up, all at once.
        awaitRanked("rising/day/" + Listings.DAILY_CATEGORY, DAILY_PAPERS);
        assertThat(ARXIV.asked()).singleElement().asInstanceOf(LIST).hasSize(DAILY_PAPERS);
        awaitRising(1);
        await("the site shows the paper")
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        Http.get(pipeline.notifier().at("/"))
                                .body()
                                .contains(Listings.dailyTitle(1)));
        String search =
                "?limit=1&q=" + URLEncoder.encode(Listings.dailyTitle(1), StandardCharsets.UTF_8);
        await("a search finds the paper first by its title")
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        Http.get(pipeline.ranking().at("/api/v1/search" + search))
                                .json()
                                .at("/entries/0/paper/title")
                                .asText()
                                .equals(Listings.dailyTitle(1)));
        assertThat(Http.get(pipeline.notifier().at("/search" + search)).body())
                .contains("Similar papers");

        String address = pipeline.stack().newAddress("reader");
        Mailbox mailbox = pipeline.stack().mailbox(address);
        subscribe(address, "DAILY");
        subscribe(address, "INSTANT");
        confirmAll(mailbox, 2);

        for (String key : List.of("rising/day", "top/day", "rising/week", "top/month")) {
            Statements.assertPageIsTrue(pipeline, key);
        }
        ReceivedMail digest = sendDaily(mailbox, now);
        var _ = Statements.assertDigestIsTrue(pipeline, digest, "day", now, Set.of());
        assertThat(digest.text())
                .contains(Listings.dailyTitle(1))
                .doesNotContain(Listings.dailyTitle(DARK_HORSE));
        assertThat(digest.html()).contains(Listings.dailyTitle(1));

        importListing(
                Listings.daily(listed, DAILY_PAPERS, n -> n == DARK_HORSE ? 640 : later(n)),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
        ReceivedMail alert =
                mailbox.await(mail -> mail.text().contains(Listings.dailyTitle(DARK_HORSE)));
        assertThat(alert.header("Message-ID")).isNotEqualTo(digest.header("Message-ID"));
        // Of the paper that broke out: what came in, what it made of it, and the mail about it.
        assertTrace(
                "ingest-service: POST /api/v1/imports",
                "ranking-service: score",
                "notify-service: plan an alert",
                "notify-service: hand over a mail");
        assertTrace(
                "notify-service: plan a digest",
                "notify-service: compose a digest",
                "notify-service: hand over a mail");

        unsubscribe(digest);
        unsubscribe(alert);
        int before = mailbox.mails().size();
        importListing(
                Listings.daily(
                        listed,
                        DAILY_PAPERS,
                        n -> n == DARK_HORSE - 1 ? 700 : n == DARK_HORSE ? 900 : later(n)),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
        awaitRising(DARK_HORSE - 1);
        JsonNode account = account(now.plus(Duration.ofDays(1)));
        assertThat(account.path("accepted").asInt()).isZero();
        assertThat(mailbox.mails())
                .hasSize(before)
                .filteredOn(mail -> mail.text().contains(Listings.dailyTitle(DARK_HORSE)))
                .hasSize(1);
        assertLogIsJson(pipeline.notifier());
        MetricsDocument.assertApproved(
                pipeline.services().stream()
                        .collect(
                                Collectors.toMap(
                                        ServiceProcess::name,
                                        service -> Http.get(service.at("/q/metrics")).body())));
    }

    /** Each line is an object; what stands at the end of a line as text is in its keys. */
    private static void assertLogIsJson(ServiceProcess service) {
        List<JsonNode> lines =
                service.logLines().stream()
                        // What the JVM itself says.
                        .filter(line -> line.startsWith("{"))
                        .map(line -> new Http.Answer(0, line).json())
                        .toList();
        assertThat(lines)
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> {
                    assertThat(line.path("service").asText()).isEqualTo("notify-service");
                    assertThat(line.path("message").asText()).isNotEmpty();
                    assertThat(Instant.parse(line.path("timestamp").asText())).isNotNull();
                })
                .anySatisfy(line -> {
                    assertThat(line.path("message").asText()).isEqualTo("Planned an alert.");
                    assertThat(line.path("keys").path("edition").asText()).matches("\\d+");
                    assertThat(line.path("keys").path("paper").asText()).isNotEmpty();
                });
    }

    /** That these steps are in one trace. */
    private static void assertTrace(String... steps) {
        await("a trace of " + List.of(steps))
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(
                                        TRACES.spans().stream()
                                                .collect(
                                                        Collectors.groupingBy(
                                                                TraceCollector.Collected::trace,
                                                                Collectors.mapping(
                                                                        span ->
                                                                                span.service()
                                                                                        + ": "
                                                                                        + span
                                                                                                .name(),
                                                                        Collectors.toSet())))
                                                .values())
                                .anySatisfy(trace -> assertThat(trace).contains(steps)));
    }

    /** Upvotes two hours after the listing. */
    private static int early(int n) {
        return n == DARK_HORSE ? 1 : 28 - n;
    }

    /** Upvotes six hours after the listing. */
    private static int later(int n) {
        return n == DARK_HORSE ? 1 : 60 - 2 * n;
    }

    private static void importListing(byte[] body, Instant observedAt) {
        Http.Answer answer = pipeline.importListing(body, observedAt);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static void awaitRanked(String ranking, int papers) {
        await(papers + " papers are in " + ranking)
                .atMost(Duration.ofMinutes(2))
                .until(() -> pipeline.ranking(ranking).size() == papers);
    }

    private static void awaitRising(int n) {
        await("paper " + n + " rises")
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        pipeline.ranking("rising/day").stream()
                                .limit(2)
                                .anyMatch(entry ->
                                        entry.path("paper")
                                                .path("title")
                                                .asText()
                                                .equals(Listings.dailyTitle(n))));
    }

    private static void subscribe(String address, String frequency) {
        Http.Answer answer = pipeline.subscribe(address, frequency);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    }

    private static void confirmAll(Mailbox mailbox, int expected) {
        await("the opt-in mails")
                .atMost(Duration.ofMinutes(2))
                .until(() -> optIns(mailbox).size() == expected);
        for (String link : optIns(mailbox)) {
            assertThat(Http.get(URI.create(link)).status()).isEqualTo(200);
            assertThat(Http.postForm(URI.create(link), "").status()).isBetween(200, 303);
        }
    }

    private static List<String> optIns(Mailbox mailbox) {
        return mailbox.mails().stream()
                .flatMap(mail -> mail.link("/confirm/").stream())
                .distinct()
                .toList();
    }

    private static ReceivedMail sendDaily(Mailbox mailbox, Instant asOf) {
        assertThat(account(asOf).path("accepted").asInt()).isEqualTo(1);
        return mailbox.await(mail ->
                mail.header("List-Id").orElse("").contains("daily")
                        && mail.text().contains(Listings.dailyTitle(1)));
    }

    private static JsonNode account(Instant asOf) {
        return pipeline.awaitClosed(pipeline.planDaily(asOf), Duration.ofSeconds(30));
    }

    private static void unsubscribe(ReceivedMail mail) {
        String link =
                mail.header("List-Unsubscribe")
                        .orElseThrow()
                        .replaceFirst("^<(http[^>]*)>.*", "$1");
        Http.Answer answer = Http.postForm(URI.create(link), "List-Unsubscribe=One-Click");
        assertThat(answer.status()).isBetween(200, 204);
    }
}
