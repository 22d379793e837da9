package org.papertide.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.papertide.events.Breakout;
import org.papertide.events.EventCodec;
import org.papertide.events.EventJson;
import org.papertide.events.Paper;
import org.papertide.testing.Http;
import org.papertide.testing.ReceivedMail;
import org.papertide.testing.SamplePaper;
import org.papertide.testing.ServiceProcess;
import org.papertide.testing.TopicReader;
import org.papertide.testing.WebhookReceiver;

/**
 * {@code kill -9} at moments drawn with a fixed seed. How many kills and how much work: {@code
 * -Dpapertide.kills=10 -Dpapertide.kills.papers=2000 -Dpapertide.kills.subscribers=500
 * -Dpapertide.kills.breakouts=100} is the full measure; the build takes a small one.
 */
class KillsIT {

    private static final int KILLS = Integer.getInteger("papertide.kills", 1);
    private static final int PAPERS = Integer.getInteger("papertide.kills.papers", 600);
    private static final int SUBSCRIBERS = Integer.getInteger("papertide.kills.subscribers", 40);

    /** Each is an event of each webhook. */
    private static final int BREAKOUTS = Integer.getInteger("papertide.kills.breakouts", 20);

    private static final int WEBHOOKS = 20;

    /** Requests of notify to one receiver at the same time, as its settings say by default. */
    private static final int REQUESTS = 32;

    /** Of notify to the mail server, as its settings say by default. */
    private static final int CONNECTIONS = 2;

    private static final Random RANDOM = new Random(20260504);

    private static Pipeline pipeline;

    @BeforeAll
    static void start() {
        pipeline = Pipeline.shared().start();
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @Test
    void everyPaperArrivesOnceAndEveryoneGetsTheDigest() {
        byte[] page = Listings.page(PAPERS);
        CompletableFuture<Void> kills =
                CompletableFuture.runAsync(
                        () -> killAtRandom(List.of(pipeline.ingest(), pipeline.ranking())));
        importUntilItIsThere(page);
        kills.join();
        importUntilItIsThere(page);
        await("papers.v1 equals the input")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() ->
                        assertThat(publishedTitles())
                                .containsExactlyInAnyOrderElementsOf(titles()));
        pipeline.services().forEach(ServiceProcess::awaitReady);
        await("the ranking is full")
                .atMost(Duration.ofMinutes(2))
                .ignoreException(UncheckedIOException.class)
                .until(() -> pipeline.ranking("rising/day").size() == Math.min(PAPERS, 200));

        List<String> addresses =
                IntStream.range(0, SUBSCRIBERS)
                        .mapToObj(n -> pipeline.stack().newAddress("reader" + n))
                        .toList();
        addresses.forEach(KillsIT::subscribeAndConfirm);
        JsonNode edition = pipeline.planDaily(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        killAtRandom(List.of(pipeline.notifier()));
        pipeline.notifier().awaitReady();
        JsonNode account = pipeline.awaitClosed(edition, Duration.ofMinutes(5));
        assertThat(account.path("planned").asInt()).isEqualTo(SUBSCRIBERS);
        assertThat(account.path("accepted").asInt() + account.path("uncertain").asInt())
                .as(account.toString())
                .isEqualTo(SUBSCRIBERS);
        assertThat(digestsBeyondOne(addresses)).isLessThanOrEqualTo(KILLS * CONNECTIONS);
    }

    /** What was on its way when the process died is sent again, by the same id. */
    @Test
    void everyWebhookGetsEveryEventHoweverOftenTheServiceDies() {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            // As far receivers do: so that some are on their way at each moment.
            receiver.answer(_ -> {
                LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
                return WebhookReceiver.Answer.of(204);
            });
            List<String> paths = IntStream.range(0, WEBHOOKS).mapToObj(n -> "/hook-" + n).toList();
            paths.forEach(path -> createWebhook(receiver.uri(path)));
            breakOut();
            await("the first are on their way")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> !receiver.received().isEmpty());
            killAtRandom(List.of(pipeline.notifier()));
            pipeline.notifier().awaitReady();
            await("every event of every webhook")
                    .atMost(Duration.ofMinutes(5))
                    .until(() -> byEvent(receiver).size() == WEBHOOKS * BREAKOUTS);

            Map<String, List<String>> ids = byEvent(receiver);
            assertThat(ids.values())
                    .allSatisfy(all -> assertThat(all.stream().distinct()).hasSize(1));
            assertThat(ids.values().stream().map(List::getFirst).distinct())
                    .as("no two events have one id")
                    .hasSize(WEBHOOKS * BREAKOUTS);
            assertThat(receiver.received().size() - WEBHOOKS * BREAKOUTS)
                    .as("sent again")
                    .isLessThanOrEqualTo(KILLS * REQUESTS);
        }
    }

    /** The ids by which each paper came to each path. */
    private static Map<String, List<String>> byEvent(WebhookReceiver receiver) {
        return receiver.received().stream()
                .collect(
                        Collectors.groupingBy(
                                request -> request.path() + " " + paper(request.body()),
                                Collectors.mapping(
                                        request ->
                                                String.valueOf(request.headers().get("webhook-id")),
                                        Collectors.toList())));
    }

    private static String paper(String event) {
        try {
            return EventJson.mapper().readTree(event).at("/data/paper/id").asText();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void createWebhook(URI uri) {
        Http.Answer made =
                Http.postAsOperator(
                        pipeline.notifier().at("/api/v1/webhooks"),
                        Pipeline.OPERATOR_TOKEN,
                        "application/json",
                        "{\"url\": \"%s\", \"frequency\": \"INSTANT\", \"include\": [\"kraken\"]}"
                                .formatted(uri)
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
    }

    /** Papers that no other test has break out, at once. */
    private static void breakOut() {
        Instant now = Instant.now();
        String topic = pipeline.topicPrefix() + "breakouts.v1";
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", pipeline.stack().kafka()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            for (int n = 1; n <= BREAKOUTS; n++) {
                Breakout breakout =
                        new Breakout(
                                SamplePaper.of(SamplePaper.id("2606", n), now)
                                        .title("Kraken " + n)
                                        .summary(),
                                60,
                                40,
                                1,
                                List.of(),
                                now);
                var _ =
                        producer.send(
                                new ProducerRecord<>(
                                        topic,
                                        EventCodec.BREAKOUT.key(breakout),
                                        EventCodec.BREAKOUT.encode(breakout)));
            }
        }
    }

    /** Mails that were sent again, as each connection may do once when its process is killed. */
    private static int digestsBeyondOne(List<String> addresses) {
        int beyond = 0;
        for (String address : addresses) {
            List<ReceivedMail> digests =
                    pipeline.stack().mailbox(address).mails().stream()
                            .filter(mail ->
                                    mail.header("Message-ID").orElse("").startsWith("<daily."))
                            .toList();
            assertThat(digests).as("digests to " + address).isNotEmpty();
            assertThat(digests.stream().map(mail -> mail.header("Message-ID")).distinct())
                    .hasSize(1);
            beyond += digests.size() - 1;
        }
        return beyond;
    }

    private static void killAtRandom(List<ServiceProcess> services) {
        for (int kill = 0; kill < KILLS; kill++) {
            for (ServiceProcess service : services) {
                LockSupport.parkNanos(Duration.ofMillis(RANDOM.nextInt(1_500)).toNanos());
                service.kill();
                service.start();
            }
        }
    }

    /** An operator repeats an import that was cut off. */
    private static void importUntilItIsThere(byte[] page) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        await("the import is through")
                .atMost(Duration.ofMinutes(3))
                .ignoreException(UncheckedIOException.class)
                .until(() -> pipeline.importListing(page, now).status() == 200);
    }

    private static Set<String> titles() {
        Set<String> titles = new HashSet<>();
        for (int n = 1; n <= PAPERS; n++) {
            titles.add(Listings.pageTitle(n));
        }
        return titles;
    }

    /**
     * The titles of all papers in the topic; a paper that was published with another revision
     * counts once.
     */
    private static List<String> publishedTitles() {
        Set<String> seen = new HashSet<>();
        return new TopicReader(pipeline.stack().kafka())
                .events(pipeline.topicPrefix() + "papers.v1", EventCodec.PAPER).stream()
                        .filter(paper -> seen.add(paper.id() + "@" + paper.revision()))
                        .map(Paper::title)
                        .toList();
    }

    private static void subscribeAndConfirm(String address) {
        await("subscribed")
                .atMost(Duration.ofMinutes(2))
                .ignoreException(UncheckedIOException.class)
                .until(() -> pipeline.subscribe(address, "DAILY").status() == 202);
        String link =
                pipeline.stack()
                        .mailbox(address)
                        .await(mail -> mail.link("/confirm/").isPresent())
                        .link("/confirm/")
                        .orElseThrow();
        String path = URI.create(link).getPath();
        assertThat(Http.postForm(pipeline.notifier().at(path), "").status()).isBetween(200, 303);
    }
}
